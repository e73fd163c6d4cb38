# shellcheck shell=bash
# What the checks share. Read with `.`, not run. Exit code 77 means: skipped, the last line says why.

deploy="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
home="$(dirname "$deploy")"
tools="${LEHR_DEPLOY_TOOLS:-$home/.cache/deploy}"
export PATH="$tools/bin:$tools/py/bin:$PATH"
scratch="$(mktemp -d "${TMPDIR:-/tmp}/lehr-deploy.XXXXXX")"
chmod 755 "$scratch"
export deploy home tools scratch

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

skip() {
  echo "$*"
  exit 77
}

# A part of a check that cannot be done here, though the rest can.
not_checked() {
  echo "NOT CHECKED: $*"
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || skip "there is no $tool here, and it could not be installed"
  done
}

# expect TEXT FILE: the file has the text.
expect() {
  grep -qF -- "$1" "$2" || {
    cat "$2"
    fail "expected '$1' in $2, which is above"
  }
}

# A port of 127.0.0.1 that nobody listens at.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
