#!/bin/sh
# The energy of a cluster in the Lennard-Jones potential, epsilon = sigma = 1, no cutoff:
# lennard-jones.sh cluster.xyz writes {"energy": ..., "shortest": ...} to results.json.
set -eu
awk '
  FNR > 2 && NF >= 4 { n++; x[n] = $2; y[n] = $3; z[n] = $4 }
  END {
    shortest = 1e300
    for (i = 1; i < n; i++) {
      for (j = i + 1; j <= n; j++) {
        r2 = (x[i] - x[j]) ^ 2 + (y[i] - y[j]) ^ 2 + (z[i] - z[j]) ^ 2
        s6 = 1 / r2 ^ 3
        energy += 4 * (s6 * s6 - s6)
        if (r2 < shortest) shortest = r2
      }
    }
    if (n < 2) { print "found " n + 0 " atoms, expected at least 2" > "/dev/stderr"; exit 1 }
    printf "{\"energy\": %.15g, \"shortest\": %.15g}\n", energy, sqrt(shortest)
  }' "$1" > results.json
