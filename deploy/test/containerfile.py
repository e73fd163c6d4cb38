"""Reads the last stage of a Containerfile, as far as the tests need it: ENV, USER, ENTRYPOINT and the like, inherited.

containerfile.py FILE STAGE env|user|workdir|entrypoint|healthcheck|copies|labels
"""

import json
import re
import shlex
import sys


def instructions(text):
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n", " ", "\n".join(lines)).splitlines():
        word, _, rest = line.strip().partition(" ")
        yield word.upper(), rest.strip()


def stages(text):
    """Name -> (base, [(instruction, arguments)])."""
    found, current = {}, []
    for word, rest in instructions(text):
        if word == "FROM":
            base, _, name = re.match(r"(\S+)(\s+AS\s+(\S+))?", rest, re.IGNORECASE).groups()
            current = []
            found[name or str(len(found))] = (base, current)
        else:
            current.append((word, rest))
    return found


def inherited(all_stages, name):
    base, own = all_stages[name]
    return (inherited(all_stages, base) if base in all_stages else []) + own


def pairs(lines, instruction):
    values = {}
    for word, rest in lines:
        if word == instruction:
            values.update(part.split("=", 1) for part in shlex.split(rest))
    return values


def last(lines, instruction):
    return [rest for word, rest in lines if word == instruction][-1]


def main(file, stage, what):
    with open(file, encoding="utf-8") as text:
        lines = inherited(stages(text.read()), stage)
    if what in ("env", "labels"):
        for key, value in pairs(lines, "ENV" if what == "env" else "LABEL").items():
            print(f"{key}={value}")
    elif what == "entrypoint":
        print("\n".join(json.loads(last(lines, "ENTRYPOINT"))))
    elif what == "healthcheck":
        print("\n".join(json.loads(last(lines, "HEALTHCHECK").partition("CMD")[2])))
    elif what == "copies":
        print("\n".join(rest for word, rest in lines if word == "COPY"))
    else:
        print(last(lines, what.upper()))


main(*sys.argv[1:])
