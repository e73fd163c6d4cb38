"""Holds the dashboard and the alerts against deploy/metrics.txt, and that against docs/workers.md where there is one.

metrics.py expressions DASHBOARD   prints each expression as a recording rule, for promtool to parse
metrics.py check DEPLOY            fails on a metric or a label that is not in the list
"""

import json
import pathlib
import re
import sys

SUFFIXES = ("_count", "_sum", "_max", "_bucket")
# Labels that every series has once it is scraped.
SCRAPED = {"instance", "job", "le"}


def panels(dashboard):
    for panel in dashboard["panels"]:
        yield panel
        yield from panel.get("panels", [])


def expressions(dashboard):
    """(Panel's title, expression with the dashboard's variables put in)."""
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            yield panel["title"], re.sub(r"\$\w+", ".*", target["expr"])


def known(file):
    metrics = {}
    for line in file.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, kind, *more = line.split()
            labels = {label for word in more if word != "planned" for label in word.split(",")}
            metrics[name] = (kind, labels, "planned" in more)
    return metrics


def lookup(metrics, name):
    if name in metrics:
        return metrics[name][0] != "timer" and metrics[name][1]
    for suffix in SUFFIXES:
        base = name.removesuffix(suffix)
        if base != name and metrics.get(base, ("",))[0] == "timer":
            return metrics[base][1]
    return False


def problems_of(where, expression, metrics):
    for name, selector in re.findall(r"\b((?:lehr|temporal)_\w+|up)\b(\{[^}]*\})?", expression):
        labels = lookup(metrics, name)
        if labels is False:
            yield f"{where}: '{name}' is not in metrics.txt, or a timer without {', '.join(SUFFIXES)}"
            continue
        used = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", selector))
        for label in sorted(used - labels - SCRAPED):
            yield f"{where}: '{name}' has no label '{label}' in metrics.txt"


def documented(page):
    return set(re.findall(r"`(lehr_\w+)", page.read_text()))


def check(deploy):
    import yaml

    metrics = known(deploy / "metrics.txt")
    dashboard = json.loads((deploy / "grafana/lehr.json").read_text())
    rules = yaml.safe_load((deploy / "prometheus/alerts.yaml").read_text())
    problems = []
    for title, expression in expressions(dashboard):
        problems += problems_of(f"grafana/lehr.json, '{title}'", expression, metrics)
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    for rule in alerts:
        name = rule.get("alert") or rule["record"]
        problems += problems_of(f"prometheus/alerts.yaml, {name}", rule["expr"], metrics)
    tested = (deploy / "prometheus/alerts_test.yaml").read_text()
    page = (deploy.parent / "docs/production.md").read_text().lower()
    for name in (rule["alert"] for rule in alerts if "alert" in rule):
        if not re.search(rf"alertname: {name}\b", tested):
            problems.append(f"prometheus/alerts.yaml: {name} has no test in alerts_test.yaml")
    for anchor in {rule["annotations"]["runbook"].partition("#")[2] for rule in alerts if "alert" in rule}:
        if not re.search(rf"^#+ {anchor}$", page, re.MULTILINE):
            problems.append(f"docs/production.md has no heading for #{anchor}")
    ids = [panel["id"] for panel in panels(dashboard)]
    if len(set(ids)) != len(ids):
        problems.append("grafana/lehr.json: two panels have the same id")
    for panel in panels(dashboard):
        if panel["type"] != "row" and not panel.get("description"):
            problems.append(f"grafana/lehr.json: '{panel['title']}' does not say what it shows")
    workers = deploy.parent / "docs/workers.md"
    if workers.exists():
        there = documented(workers)
        # A timer may be written with a suffix.
        there |= {name.removesuffix(suffix) for name in there for suffix in SUFFIXES}
        for name in sorted(n for n in metrics if n.startswith("lehr_") and n not in there):
            if metrics[name][2]:
                print(f"NOT CHECKED: '{name}' is planned, and not in docs/workers.md")
            else:
                problems.append(f"metrics.txt: '{name}' is not in docs/workers.md")
    else:
        print("NOT CHECKED: metrics.txt against docs/workers.md, which is not there")
    return problems


def rules_of(dashboard):
    print("groups: [{name: dashboard, rules: [")
    for i, (_, expression) in enumerate(expressions(json.loads(dashboard.read_text()))):
        print(json.dumps({"record": f"panel:{i}", "expr": expression}) + ",")
    print("]}]")


if sys.argv[1] == "expressions":
    rules_of(pathlib.Path(sys.argv[2]))
else:
    found = check(pathlib.Path(sys.argv[2]))
    print("\n".join(found))
    sys.exit(1 if found else 0)
