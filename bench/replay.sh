#!/usr/bin/env bash
# Rehearses a trace: our own admission and routing in virtual time over modelled nodes, by every strategy, as a table.
# With --live it then starts a real server and its nodes (simulators, a process each) of the same measures, sends them
# the same calls when they are due, and prints both and the difference; by one strategy, in as long as the trace takes.
# TRACE is JSON lines, Mooncake's or ours (docs/rehearsal.md). Without TRACE the public traces are replayed over nodes
# with prefix caches, by strategies alone (about a minute); these are looked for in $TIDEGATE_TRACES or ../shared/data.
# Needs a built server (mvn package). --live uses the ports 9811 to 9819 and 9880, or those from PORT on.
# Usage: bench/replay.sh [--live] [TRACE [--first=SECONDS] [--nodes=3] [--capacity=4] [--queue=0] [--strategies=NAME] ...]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ $# = 0 ]; then
  exec mvn -q -B -P bench test-compile exec:exec@benchmark \
    -Dbench.main=io.tidegate.routing.balancing.ReplayTable -Dbench.args=
fi
live=
if [ "$1" = --live ]; then live=1; shift; fi
source bench/functions.sh
keep_result replay
classes="target/classes:target/tidegate/WEB-INF/lib/*"
mkdir "$work/classes"
javac -d "$work/classes" -cp "$classes" bench/java/io/tidegate/rehearsal/*.java
replay() { java -Xmx1g -XX:+UseSerialGC -cp "$work/classes:$classes" io.tidegate.rehearsal.Replay "$@"; }
if [ -z "$live" ]; then
  replay "$@"
  exit
fi

option() { # name, usual value, the arguments: what they say of it
  local name=$1 value=$2 each
  shift 2
  for each in "$@"; do case $each in "--$name="*) value=${each#*=} ;; esac; done
  echo "$value"
}
port=${PORT:-9811} nodes=$(option nodes 3 "$@") strategy=$(option strategies weighted-least-connections "$@")
settings=(TIDEGATE_BALANCING_STRATEGY="$strategy" TIDEGATE_CACHE_MODE=off)
IFS=';' read -ra changes <<<"$(option settings '' "$@")"
for change in "${changes[@]}"; do
  key=${change%%=*}
  settings+=("$(tr -c 'A-Za-z0-9\n' _ <<<"$key" | tr '[:lower:]' '[:upper:]')=${change#*=}")
done
for node in $(seq "$nodes"); do
  simulate "n$node" $((port + node - 1)) --capacity="$(option capacity 4 "$@")" --queue="$(option queue 0 "$@")" \
    --time-to-first-token="$(option first-token PT0.2S "$@")" --time-per-token="$(option per-token PT0.02S "$@")" \
    --time-per-prompt-token="$(option per-prompt-token PT0.000025S "$@")" --crowding="$(option crowding 0 "$@")" \
    --jitter="$(option jitter 0 "$@")" --answer-tokens=100000 --models=deepseek-flash,warm
  settings+=("TIDEGATE_NODES_N${node}_URL=http://127.0.0.1:$((port + node - 1))/v1"
    "TIDEGATE_NODES_N${node}_MODELS=deepseek-flash,warm"
    "TIDEGATE_NODES_N${node}_MAX_CONNECTIONS=$(option max-connections 100 "$@")")
done
serve tidegate-replay $((port + 69)) "${settings[@]}"
# The server's compiler has to have seen calls; they name another model, so that nothing is learned of the one to come.
seq 400 | xargs -P 4 -I{} curl -s -o /dev/null "http://127.0.0.1:$((port + 69))/v1/chat/completions" \
  -H 'Content-Type: application/json' \
  -d '{"model":"warm","stream":true,"max_tokens":2,"messages":[{"role":"user","content":"Warm {}."}]}'
replay "$@" --strategies="$strategy" --live="http://127.0.0.1:$((port + 69))"
