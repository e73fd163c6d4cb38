"""rendered.py FILE.yaml [JSON]: what must hold of every rendering of the chart; writes the resources as JSON for other tools."""

import json
import pathlib
import re
import sys

import yaml


def pods(resources):
    for resource in resources:
        if resource["kind"] in ("Deployment", "Job"):
            yield resource, resource["spec"]["template"]["spec"]


def environment(container):
    return {e["name"]: e.get("value", e.get("valueFrom")) for e in container["env"]}


def problems_of_container(where, pod, container):
    whole = {**pod["securityContext"], **container["securityContext"]}
    if whole.get("runAsNonRoot") is not True or not whole.get("runAsUser"):
        yield f"{where}: may run as root"
    if whole.get("readOnlyRootFilesystem") is not True:
        yield f"{where}: may write to its root"
    if whole.get("allowPrivilegeEscalation") is not False or whole["capabilities"] != {"drop": ["ALL"]}:
        yield f"{where}: keeps privileges"
    if whole["seccompProfile"]["type"] != "RuntimeDefault":
        yield f"{where}: has no seccomp profile"
    if "memory" not in container["resources"].get("limits", {}):
        yield f"{where}: has no limit of memory"
    if re.search(r":(latest)?$", container["image"]):
        yield f"{where}: image '{container['image']}' is not pinned"
    volumes = {volume["name"] for volume in pod["volumes"]}
    for mount in container["volumeMounts"]:
        if mount["name"] not in volumes:
            yield f"{where}: mounts '{mount['name']}', which is no volume"
    if "/tmp" not in {mount["mountPath"] for mount in container["volumeMounts"]}:
        yield f"{where}: has no /tmp to write to"
    names = [e["name"] for e in container["env"]]
    if len(set(names)) != len(names):
        yield f"{where}: sets a variable twice"
    for name, value in environment(container).items():
        if re.search("PASSWORD|API_KEY|LEDGER_USER", name) and "secretKeyRef" not in value:
            yield f"{where}: {name} is not from a secret"


def problems_of_worker(where, pod, container, claims):
    values = environment(container)
    grace, drain = pod["terminationGracePeriodSeconds"], int(values["LEHR_DRAIN"])
    if grace <= drain + 5:
        yield f"{where}: {grace} s of grace for a drain of {drain} s"
    port = int(values["LEHR_LISTEN"].rpartition(":")[2])
    if [p["containerPort"] for p in container["ports"]] != [port]:
        yield f"{where}: listens at {port}, and the port is another one"
    for probe, path in (("startupProbe", "live"), ("livenessProbe", "live"), ("readinessProbe", "ready")):
        if container[probe]["httpGet"] != {"path": f"/health/{path}", "port": "metrics"}:
            yield f"{where}: {probe} does not ask /health/{path}"
    if values["LEHR_ROLE"] == "workflows" and "LEHR_CLASS" in values:
        yield f"{where}: workflows have no class"
    if claims is None:
        yield f"{where}: has no PodDisruptionBudget"


def check(resources):
    budgets = [r["spec"]["selector"]["matchLabels"] for r in resources if r["kind"] == "PodDisruptionBudget"]
    roles, names = set(), set()
    for resource, pod in pods(resources):
        where = f"{resource['kind']} {resource['metadata']['name']}"
        if pod["automountServiceAccountToken"] is not False:
            yield f"{where}: has a token of Kubernetes"
        for container in pod["containers"]:
            yield from problems_of_container(where, pod, container)
            if resource["kind"] == "Deployment":
                labels = resource["spec"]["template"]["metadata"]["labels"]
                selector = resource["spec"]["selector"]["matchLabels"]
                if not selector.items() <= labels.items():
                    yield f"{where}: does not select its own pods"
                values = environment(container)
                roles.add(values["LEHR_ROLE"])
                mixes = resource["spec"]["strategy"]["type"] != "Recreate"
                if values["LEHR_ROLE"] == "workflows" and mixes and "LEHR_DEPLOYMENT" not in values:
                    yield f"{where}: an upgrade mixes two versions of workflows, without worker versioning"
                yield from problems_of_worker(where, pod, container, selector in budgets or len(budgets) == 1 or None)
    if roles != {"workflows", "engine"}:
        yield f"found the roles {roles}, expected workflows and engine"
    for resource in resources:
        key = (resource["kind"], resource["metadata"]["name"])
        if key in names:
            yield f"{key} is there twice"
        names.add(key)
    for resource in resources:
        if resource["kind"] in ("ScaledObject", "HorizontalPodAutoscaler"):
            yield from problems_of_scaler(resource, resources)
    policies = [r["spec"] for r in resources if r["kind"] == "NetworkPolicy"]
    for policy in policies:
        if set(policy["policyTypes"]) != {"Ingress", "Egress"}:
            yield "the NetworkPolicy does not hold both ways"
        if sorted(p["port"] for rule in policy["egress"] for p in rule["ports"]) != [53, 53, 5432, 7233]:
            yield "the NetworkPolicy lets out more, or less, than DNS, Temporal and PostgreSQL"
        if len(policy["ingress"]) != 1 or len(policy["ingress"][0]["ports"]) != 1:
            yield "the NetworkPolicy lets in more than who reads metrics"
    jobs = [r for r in resources if r["kind"] == "Job"]
    for job in jobs:
        if job["metadata"]["annotations"]["helm.sh/hook"] != "pre-install,pre-upgrade":
            yield "the setup is not before install and upgrade"


def problems_of_scaler(scaler, resources):
    spec = scaler["spec"]
    name = spec["scaleTargetRef"]["name"]
    target = next((r for r in resources if r["kind"] == "Deployment" and r["metadata"]["name"] == name), None)
    if target is None:
        yield f"{scaler['kind']} {name}: scales a deployment that is not there"
        return
    if "replicas" in target["spec"]:
        yield f"{scaler['kind']} {name}: each upgrade would set the replicas back"
    if "lehr_slices_running" not in json.dumps(spec):
        yield f"{scaler['kind']} {name}: does not count work that runs"
    if scaler["kind"] == "ScaledObject":
        names = {trigger["name"] for trigger in spec["triggers"]}
        formula = set(re.findall(r"[a-z]+", spec["advanced"]["scalingModifiers"]["formula"])) - {"max"}
        if names != formula:
            yield f"ScaledObject {name}: the formula has {formula}, the triggers {names}"
        values = environment(target["spec"]["template"]["spec"]["containers"][0])
        queue = "lehr-engine" + ("." + values["LEHR_CLASS"] if "LEHR_CLASS" in values else "")
        asked = next(t for t in spec["triggers"] if t["type"] == "temporal")["metadata"]["taskQueue"]
        if asked != queue:
            yield f"ScaledObject {name}: watches the queue '{asked}', its workers poll '{queue}'"


def main(file, out=None):
    resources = [r for r in yaml.safe_load_all(pathlib.Path(file).read_text()) if r]
    if out:
        pathlib.Path(out).write_text(json.dumps(resources))
    found = list(check(resources))
    print("\n".join(found) or f"{len(resources)} resources hold")
    sys.exit(1 if found else 0)


main(*sys.argv[1:])
