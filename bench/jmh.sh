#!/usr/bin/env bash
# Builds and runs the JMH benchmarks; the options are JMH's, for example: jmh.sh NeighborList -prof gc
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
(cd "$home" && mvn -q -B -Pbench -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip package)
exec java -cp "$home/bench/target/lehr-bench-0.1.0-SNAPSHOT.jar:$home/bench/target/lib/*" org.openjdk.jmh.Main "$@"
