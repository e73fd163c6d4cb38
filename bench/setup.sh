#!/usr/bin/env bash
# Makes bench/.venv with what Lehr is compared to. LAMMPS is a package of the system: apt-get install lammps
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fits() { [ -x "$(command -v "$1")" ] && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; }

if [ ! -x .venv/bin/python ]; then
  found=""
  for python in "${PYTHON:-}" python3 python3.13 python3.12 python3.14 "$HOME"/.pyenv/versions/3.1[2-9]*/bin/python; do
    if [ -n "$python" ] && fits "$python"; then
      found="$python"
      break
    fi
  done
  [ -n "$found" ] || { echo "setup.sh: torch-sim needs Python 3.12 or newer; name one with PYTHON=..." >&2; exit 1; }
  "$found" -m venv .venv
fi
.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
command -v lmp >/dev/null || echo "setup.sh: there is no lmp: apt-get install lammps (Debian), or leave out the group 'dynamics'" >&2
