// resources.mjs MODULES FILE.json: validates the resources of KEDA and of the Prometheus operator in a list of resources.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, file] = process.argv.slice(2);
const kinds = {
  "keda.sh/v1alpha1": "keda/keda.sh/v1alpha1",
  "monitoring.coreos.com/v1": "prometheus-operator/monitoring.coreos.com/v1",
};

let count = 0;
for (const resource of JSON.parse(readFileSync(file, "utf8"))) {
  const directory = kinds[resource.apiVersion];
  if (!directory) continue;
  const index = join(resolve(modules), "node_modules/@kubernetes-models", directory, "index.js");
  const Kind = (await import(pathToFileURL(index)))[resource.kind];
  if (!Kind) throw new Error(`${resource.apiVersion} has no ${resource.kind}`);
  try {
    new Kind(resource).validate();
  } catch (error) {
    console.error(`${resource.kind} ${resource.metadata.name}: ${error.message}`);
    process.exit(1);
  }
  count++;
}
console.log(`${count} custom resources are valid`);
