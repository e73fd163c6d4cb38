"""composed.py CONFIG.json DEPLOY: what must hold of the compose file, as Compose itself reads it."""

import json
import pathlib
import re
import sys

import yaml

ONCE = {"temporal-schema", "temporal-namespace", "setup", "lehr"}


def seconds(text):
    parts = re.findall(r"(\d+)(h|m|s)", text)
    return sum(int(n) * {"h": 3600, "m": 60, "s": 1}[unit] for n, unit in parts)


def problems_of_lehr(name, service):
    if service.get("read_only") is not True or service.get("cap_drop") != ["ALL"]:
        yield f"{name}: may write to its root, or keeps capabilities"
    if not any(place.startswith("/tmp:exec") for place in service.get("tmpfs", [])):
        yield f"{name}: has no /tmp that native libraries can be loaded from"
    for variable in ("TEMPORAL_ADDRESS", "LEHR_LEDGER", "LEHR_LEDGER_USER", "LEHR_LEDGER_PASSWORD"):
        if not service["environment"].get(variable):
            yield f"{name}: {variable} is not set"
    if service["command"][:1] == ["worker"] if service.get("command") else False:
        grace, drain = seconds(service["stop_grace_period"]), int(service["environment"]["LEHR_DRAIN"])
        if grace <= drain + 5:
            yield f"{name}: {grace} s of grace for a drain of {drain} s"
        if "setup" not in service["depends_on"]:
            yield f"{name}: does not wait for the setup"


def check(config, deploy):
    services = config["services"]
    for name, service in services.items():
        image = service["image"]
        if not image.startswith("lehr") and not re.search(r":\d[^:]*$|:v\d[^:]*$", image):
            yield f"{name}: image '{image}' is not pinned"
        for port in service.get("ports", []):
            if port.get("host_ip") != "127.0.0.1":
                yield f"{name}: port {port['target']} is open to others"
        for other, how in service.get("depends_on", {}).items():
            expected = "service_completed_successfully" if other in ONCE else "service_healthy"
            if how["condition"] != expected:
                yield f"{name}: depends on '{other}' by {how['condition']}, expected {expected}"
            if expected == "service_healthy" and not services[other].get("healthcheck"):
                yield f"{name}: waits until '{other}' is healthy, which never says so"
        if image.startswith("lehr"):
            yield from problems_of_lehr(name, service)
        for volume in service.get("volumes", []):
            if volume["type"] == "bind" and volume["source"].startswith(str(deploy)):
                source = pathlib.Path(volume["source"])
                if not source.exists() and source.name != "models":
                    yield f"{name}: mounts {source}, which is not there"
    for name in ("ledger-db", "temporal-db"):
        if list(services[name]["networks"]) != ["inside"] or services[name].get("ports"):
            yield f"{name}: can be reached from outside"
    scraped = yaml.safe_load((deploy / "prometheus/prometheus.yaml").read_text())["scrape_configs"]
    names = {name for job in scraped for dns in job.get("dns_sd_configs", []) for name in dns["names"]}
    names |= {t.partition(":")[0] for job in scraped for static in job.get("static_configs", []) for t in static["targets"]}
    for name in sorted(names - set(services) - {"localhost"}):
        yield f"prometheus.yaml: '{name}' is no service"
    source = yaml.safe_load((deploy / "grafana/provisioning/datasources/prometheus.yaml").read_text())
    if re.match(r"http://([^:]+)", source["datasources"][0]["url"])[1] not in services:
        yield "grafana's data source is no service"


file, deploy = sys.argv[1:]
found = list(check(json.loads(pathlib.Path(file).read_text()), pathlib.Path(deploy)))
print("\n".join(found) or "the compose file holds")
sys.exit(1 if found else 0)
