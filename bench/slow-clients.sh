#!/usr/bin/env bash
# What slow clients cost the others: normal calls without and with 500 slow senders, half of heads and half of bodies,
# and 500 slow readers of long streams, a byte a second each, in turns at one server. Prints the p50 and p99 of normal
# calls, and the ratio of p99 with against without; fails when it is 1.2 or more, or a normal call failed.
# Needs a built server (mvn package). It uses the ports 9580, 9581, 9701 and 9702, or PORT and the next.
# Usage: bench/slow-clients.sh [seconds of each] [senders] [readers] [rate] [rounds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-120} senders=${2:-500} readers=${3:-500} rate=${4:-100} rounds=${5:-1} port=${PORT:-9580}
source bench/functions.sh
ulimit -n "$(ulimit -Hn)"

mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java
simulate quick 9701 --capacity=1000 --time-to-first-token=PT0.05S --time-per-token=PT0.001S --answer-tokens=20
simulate long 9702 --capacity=2000 --time-to-first-token=PT0.01S --time-per-token=PT0.0001S --answer-tokens=20000
serve tidegate-slow "$port" \
  TIDEGATE_NODES_QUICK_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_QUICK_MODELS=deepseek-flash \
  TIDEGATE_NODES_QUICK_MAX_CONNECTIONS=1000 \
  TIDEGATE_NODES_LONG_URL=http://127.0.0.1:9702/v1 TIDEGATE_NODES_LONG_MODELS=long \
  TIDEGATE_NODES_LONG_MAX_CONNECTIONS=2000
address=http://127.0.0.1:$port

normal() { # seconds
  java -Xmx256m -cp "$work/classes" io.tidegate.bench.OpenLoop --url "$address" --rate "$rate" --constant \
    --seconds "$1" 2>/dev/null
}
figure() { sed -E "s/.*\"$1\":([0-9.]+).*/\1/"; } # name

normal "${WARMUP:-60}" >/dev/null
failed=0
for round in $(seq "$rounds"); do
  normal "$seconds" >"$work/without.json"
  touch "$work/on"
  java -Xmx128m -cp "$work/classes" io.tidegate.bench.SlowClients "$address" "$senders" "$readers" long "$work/on" \
    >"$work/slow" &
  slow=$!
  until grep -q connected "$work/slow"; do sleep 0.2; kill -0 $slow; done
  sleep 5
  normal "$seconds" >"$work/with.json"
  rm "$work/on"
  wait $slow
  sed 's/^/  /' "$work/slow"
  for kind in without with; do
    echo "round $round, $kind: p50 $(figure answer_p50 <"$work/$kind.json") ms, p99 $(
      figure answer_p99 <"$work/$kind.json") ms, failed $(figure failed <"$work/$kind.json") of $(
      figure offered <"$work/$kind.json")"
  done
  awk -v a="$(figure answer_p99 <"$work/with.json")" -v b="$(figure answer_p99 <"$work/without.json")" \
    -v f="$(figure failed <"$work/with.json")" \
    'BEGIN {printf "  p99 with against without: %.3f\n", a / b; exit !(a / b < 1.2 && f == 0)}' || failed=1
done
exit $failed
