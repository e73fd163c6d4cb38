#!/usr/bin/env bash
# Builds the benchmarks, runs the comparison, and writes bench/results/. All options are those of the comparison.
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
[ -x "$home/bench/.venv/bin/python" ] || "$home/bench/setup.sh"
(cd "$home" && mvn -q -B -Pbench -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip package)
cd "$home/bench"
export OMP_NUM_THREADS=1
exec .venv/bin/python -W ignore -m compare "$@"
