"""schemas.py TO: Kubernetes' schemas of kubernetes-validate, each made whole, as kubeconform takes them; newest and oldest version.

Prints the directories.
"""

import json
import pathlib
import re
import sys

import kubernetes_validate

VERSIONS = ("1.25", "1.37")
KINDS = (
    "configmap-v1",
    "deployment-apps-v1",
    "horizontalpodautoscaler-autoscaling-v2",
    "job-batch-v1",
    "networkpolicy-networking-v1",
    "poddisruptionbudget-policy-v1",
    "service-v1",
    "serviceaccount-v1",
)

root = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema"
for version in VERSIONS:
    source = root / f"v{version}.0-local-strict"
    target = pathlib.Path(sys.argv[1]) / version
    target.mkdir(parents=True, exist_ok=True)
    definitions = json.loads((source / "_definitions.json").read_text())
    key = "$defs" if "$defs" in definitions else "definitions"
    for kind in KINDS:
        # The group's name is in whole or in short in the name of the file, by version.
        text = (source / f"{kind}.json").read_text()
        schema = json.loads(re.sub(r'"[^"#]*_definitions\.json#', '"#', text))
        for word in ("$schema", "$id"):
            schema.pop(word, None)
        (target / f"{kind}.json").write_text(json.dumps(schema | {key: definitions[key]}))
    print(target)
