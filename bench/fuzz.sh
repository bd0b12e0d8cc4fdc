#!/usr/bin/env bash
# Sends N damaged requests (src/test/java/io/tidegate/testing/RequestFuzzer) that follow from SEED to a server with
# two nodes, while good calls go on. Prints how many were answered by which status, the calls that failed meanwhile,
# and the heap in use after a collection before and after. Fails when there was a 5xx without a code of ours or a stack
# trace, a good call failed, or the heap grew by a fifth and 16 MiB.
# Needs a built server (mvn package). It uses the ports 9580, 9581 and 9701, or PORT and the next.
# Usage: bench/fuzz.sh [SEED] [N] [at once]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seed=${1:-$RANDOM$RANDOM} requests=${2:-100000} at_once=${3:-16} port=${PORT:-9580}
source bench/functions.sh
echo "seed $seed, $requests requests"

mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java src/test/java/io/tidegate/testing/{RequestFuzzer,FuzzRun}.java
simulate n1 9701 --capacity=1000 --time-to-first-token=PT0.005S --time-per-token=PT0.0005S --answer-tokens=10
serve tidegate-fuzz "$port" TIDEGATE_NODES_N1_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_N1_MODELS=deepseek-flash
pid=${server_pids[0]}

fuzz() { java -Xmx256m -cp "$work/classes" io.tidegate.testing.FuzzRun 127.0.0.1 "$port" "$@"; }
heap() { # KiB in use after a collection
  jcmd "$pid" GC.run >/dev/null
  sleep 2
  jcmd "$pid" GC.run >/dev/null
  jcmd "$pid" GC.heap_info | sed -nE 's/.* used ([0-9]+)K.*/\1/p' | head -2 | awk '{sum += $1} END {print sum}'
}

# Code and caches come with the first ones.
fuzz $((seed + 1000000000)) $((requests / 10)) "$at_once" >/dev/null || true
before=$(heap)
touch "$work/on"
java -Xmx128m -cp "$work/classes" io.tidegate.bench.OpenLoop --url "http://127.0.0.1:$port" --rate 5 --constant \
  --seconds 7200 --while "$work/on" >"$work/good.json" 2>/dev/null &
good=$!
failed=0
fuzz "$seed" "$requests" "$at_once" || failed=1
rm "$work/on"
wait $good
lost=$(sed -E 's/.*"failed":([0-9]+).*/\1/' "$work/good.json")
echo "good calls meanwhile: $(sed -E 's/.*"offered":([0-9]+).*/\1/' "$work/good.json"), failed $lost"
after=$(heap)
echo "heap in use: $before KiB before, $after KiB after"
grep -c 'failed unexpectedly' "$wlp/usr/servers/tidegate-fuzz/logs/messages.log" |
  sed 's/$/ requests met a mistake of the gateway/' || true
[ "$lost" = 0 ] && [ "$after" -lt $((before * 6 / 5 + 16384)) ] || failed=1
exit $failed
