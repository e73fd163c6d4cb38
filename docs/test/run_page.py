"""Runs the blocks of a page in order, in the working directory: `sh` by bash, with what it exports; `python` in one namespace
for the page; a `yaml` block whose first line is a comment with a file's name becomes that file. Other blocks are for reading,
and so is one after `<!-- not run: why -->`."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_RUN = re.compile(r"<!-- not run: [^>]+-->\s*$")
FILE = re.compile(r"# ([\w.-]+\.ya?ml)\b")


def run_shell(text: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=".env") as exported:
        subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{text}\nenv -0 >{exported.name}"], check=True, stdin=subprocess.DEVNULL
        )
        pairs = Path(exported.name).read_text().split("\0")
        os.environ.update(pair.split("=", 1) for pair in pairs if "=" in pair)


def run_page(page: Path) -> int:
    text = page.read_text()
    names: dict = {"__name__": "__main__"}
    ran = 0
    for block in FENCE.finditer(text):
        language, body = block.groups()
        line = text.count("\n", 0, block.start()) + 1
        if NOT_RUN.search(text[: block.start()]):
            continue
        print(f"--- {page.name}:{line} {language}", flush=True)
        try:
            if language == "sh":
                run_shell(body)
            elif language == "python":
                # Padded, so that lines of a traceback are the page's.
                exec(compile("\n" * line + body, str(page), "exec"), names)
            elif language == "yaml" and (file := FILE.match(body)):
                Path(file[1]).write_text(body)
            else:
                continue
        except subprocess.CalledProcessError as e:
            sys.exit(f"{page}:{line}: a command of this block ended with {e.returncode}")
        ran += 1
    return ran


if __name__ == "__main__":
    count = run_page(Path(sys.argv[1]).resolve())
    if count == 0:
        sys.exit(f"{sys.argv[1]}: found no block to run")
    print(f"{sys.argv[1]}: {count} blocks ran")
