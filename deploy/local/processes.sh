# shellcheck shell=bash
# What up, down and status share: where things are, and processes that outlive the shell. Read with `.`, not run.

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="$(cd "$here/../.." && pwd)"
export lehr="${LEHR:-$home/lehr}"

# The directory of all that is kept: --dir.
state="lehr-local"

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

wrong_usage() {
  echo "$(basename "$0"): $*; --help lists the options" >&2
  exit 2
}

# The value of an option, which must be there.
value_of() {
  [ $# -ge 2 ] && [ -n "$2" ] || wrong_usage "$1: found no value"
  echo "$2"
}

port_of() {
  local port
  port="$(value_of "$@")" || exit 2
  [[ "$port" =~ ^[0-9]{1,5}$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] ||
    wrong_usage "$1: found '$port', expected a port, 1 to 65535"
  echo "$port"
}

answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# A number alone may be another process's by now; the number and the time that it began at are not.
began_at() {
  ps -o lstart= -p "$1" 2>/dev/null | tr -s ' '
}

pid_of() {
  local file="$state/run/$1.pid" pid began
  [ -f "$file" ] || return 1
  { read -r pid && read -r began; } <"$file"
  [ "$(began_at "$pid" | sed 's/^ *//;s/ *$//')" = "$began" ] || return 1
  echo "$pid"
}

remember_pid() {
  { echo "$2" && began_at "$2" | sed 's/^ *//;s/ *$//'; } >"$state/run/$1.pid"
}

# start NAME COMMAND...: in the background, apart from this terminal, with a log of its own.
start() {
  local name="$1" pid
  shift
  [ ! -s "$state/logs/$name.log" ] || mv "$state/logs/$name.log" "$state/logs/$name.log.1"
  if command -v setsid >/dev/null; then
    setsid "$@" </dev/null >>"$state/logs/$name.log" 2>&1 &
  else
    nohup "$@" </dev/null >>"$state/logs/$name.log" 2>&1 &
  fi
  pid=$!
  remember_pid "$name" "$pid"
}

# stop NAME SIGNAL SECONDS: asks it to end and waits; what does not end in that time is killed, and that is said.
stop() {
  local name="$1" signal="$2" seconds="$3" pid tries
  if ! pid="$(pid_of "$name")"; then
    [ ! -f "$state/run/$name.pid" ] || echo "$name: ended"
    rm -f "$state/run/$name.pid"
    return 0
  fi
  kill "-$signal" "$pid" 2>/dev/null || true
  for ((tries = 0; tries < seconds * 5; tries++)); do
    if ! pid_of "$name" >/dev/null; then
      rm -f "$state/run/$name.pid"
      echo "$name: ended"
      return 0
    fi
    sleep 0.2
  done
  kill -KILL "$pid" 2>/dev/null || true
  rm -f "$state/run/$name.pid"
  echo "$name: did not end in $seconds seconds and was killed" >&2
}

# wait_for NAME SECONDS COMMAND...: until the command succeeds; the process must not have ended.
wait_for() {
  local name="$1" seconds="$2" tries
  shift 2
  for ((tries = 0; tries < seconds * 5; tries++)); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    if ! pid_of "$name" >/dev/null; then
      tail -n 20 "$state/logs/$name.log" >&2
      fail "$name has ended; the end of its log, $state/logs/$name.log, is above"
    fi
    sleep 0.2
  done
  tail -n 20 "$state/logs/$name.log" >&2
  fail "$name is not ready after $seconds seconds; the end of its log, $state/logs/$name.log, is above"
}

# The numbers of the workers that were started here, in order.
workers() {
  local file
  for file in "$state"/run/worker-*.pid; do
    [ -e "$file" ] && basename "$file" .pid
  done | sort -V
}
