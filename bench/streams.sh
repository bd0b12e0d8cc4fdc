#!/usr/bin/env bash
# Many streams at once through the gateway: each event is checked (none lost, doubled or out of order), and says when the node
# sent it. First the same streams straight from the node, which tells what node and generator themselves add. Then a soak: as
# many streams, each followed by another when it has ended, for ten minutes (an hour with --hour; --no-soak for none), with
# the live heap after a full collection after the first fifth and at the end.
#
# What it cannot show: node, generator and gateway share the cores, and the pace is slower than that of a model's node where
# two cores would not hold all streams otherwise (PACE_MS, one event of each stream every so many milliseconds).
# Each stream takes two sockets of the gateway's; the most files that a process may open bounds them (ulimit -Hn).
#
# Needs a built server (mvn package). It uses the ports 9380, 9381 and 9702.
# Usage: bench/streams.sh [--hour | --no-soak] [streams] [events each]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/functions.sh

soak=${SOAK_SECONDS:-600}
case ${1:-} in
  --hour) soak=3600 && shift ;;
  --no-soak) soak=0 && shift ;;
esac
streams=${1:-9000} events=${2:-200} pace=${PACE_MS:-1000} ramp=${RAMP_SECONDS:-60} heap=${HEAP:-}
port=9380
ulimit -n "$(ulimit -Hn)"
[ $((2 * streams + 1200)) -le "$(ulimit -n)" ] || {
  echo "$streams streams need $((2 * streams + 1200)) open files, and $(ulimit -n) are allowed" >&2
  exit 2
}
mkdir "$work/bench"
javac -d "$work/bench" bench/java/io/tidegate/bench/streams/*.java
java -Xmx512m -cp "$work/bench" io.tidegate.bench.streams.StreamNode 9702 >"$work/stream-node.log" 2>&1 &
await http://127.0.0.1:9702/v1/models
keep_result "streams"

with_heap() { # server
  [ -z "$heap" ] || sed -i "s/^-Xmx.*/-Xmx$heap/" "$wlp/usr/servers/$1/jvm.options"
}
serve tidegate-streams $port with_heap TIDEGATE_NODES_STREAMS_URL=http://127.0.0.1:9702/v1 \
  TIDEGATE_NODES_STREAMS_MODELS=s TIDEGATE_NODES_STREAMS_MAX_CONNECTIONS=20000
gateway=${server_pids[0]}

load() { # address, arguments of StreamLoad
  local address=$1
  shift
  java -Xmx1g -XX:+UseParallelGC -cp "$work/bench" io.tidegate.bench.streams.StreamLoad --url "$address" "$@" || true
}
watch_memory() { # file: the most that the gateway had resident, while the file's neighbour .on is there
  local most=0 now
  touch "$1.on"
  while [ -e "$1.on" ]; do
    now=$(resident "$gateway")
    [ "$now" -le "$most" ] || most=$now
    echo "$most" >"$1"
    sleep 1
  done
}
live_heap() { # bytes that a full collection leaves
  jcmd "$gateway" GC.run >/dev/null
  jcmd "$gateway" GC.class_histogram | awk '/^Total/ {print $3}'
}

head_row() {
  echo "| streams | most at once | complete | events | lost | doubled, out of order | broken, refused | events/s | event p50, p95, p99, max ms | resident at most, MiB | CPU per event, us |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
}
row() { # label, figures, resident, ticks
  awk -v label="$1" -v figures="$2" -v resident="$3" -v ticks="$4" 'BEGIN {
    n = split(figures, parts, " ")
    for (i = 1; i <= n; i++) { split(parts[i], pair, "="); f[pair[1]] = pair[2] }
    printf "| %s | %d | %d of %d | %d | %d | %d | %d, %d | %d | %.2f, %.2f, %.2f, %.1f | %s | %s |\n", label, f["most_at_once"],
      f["complete"], f["begun"], f["events"], f["lost"], f["doubled_or_reordered"] + f["foreign"],
      f["broken"] + f["error_events"], f["refused"], f["events_per_s"], f["delay_p50_us"] / 1000, f["delay_p95_us"] / 1000,
      f["delay_p99_us"] / 1000, f["delay_max_us"] / 1000, resident, ticks && f["events"] ? sprintf("%.1f", ticks * 10000 / f["events"]) : ""
  }'
}
through_gateway() { # label, arguments of StreamLoad
  local label=$1 before
  shift
  watch_memory "$work/resident" &
  before=$(ticks "$gateway")
  figures=$(load http://127.0.0.1:$port "$@")
  rm -f "$work/resident.on"
  row "$label" "$figures" "$(cat "$work/resident")" $(($(ticks "$gateway") - before))
}

echo "$streams streams of $events events, one each $pace ms, begun within $ramp s; times once all have begun."
echo
head_row
# The compilers of all three have to have seen streams.
load http://127.0.0.1:9702 --streams 500 --events 50 --pace-us 50000 --ramp 1 >/dev/null
load http://127.0.0.1:$port --streams 500 --events 50 --pace-us 50000 --ramp 1 --seconds 15 >/dev/null
all=(--streams "$streams" --pace-us $((pace * 1000)) --ramp "$ramp" --settle $((ramp + 5)))
direct=$(load http://127.0.0.1:9702 "${all[@]}" --events $(((ramp + 30) * 1000 / pace)))
row direct "$direct" "" ""
through_gateway Tidegate "${all[@]}" --events "$events"
through=$figures
echo
added=$(awk -v t="$(figure delay_p99_us "$through")" -v d="$(figure delay_p99_us "$direct")" 'BEGIN {printf "%.2f", (t - d) / 1000}')
echo "Added at the 99th percentile: $added ms. Resident at most $(cat "$work/resident") MiB (aim 1536)."

if [ "$soak" -gt 0 ]; then
  echo
  first=$((soak / 5)) rest=$((soak - soak / 5))
  head_row
  through_gateway "soak, first $first s" "${all[@]}" --events "$events" --seconds "$first"
  heap_before=$(live_heap)
  through_gateway "soak, then $rest s" "${all[@]}" --events "$events" --seconds "$rest"
  heap_after=$(live_heap)
  echo
  awk -v a="$heap_before" -v b="$heap_after" 'BEGIN {
    printf "Live heap after the first part %.1f MiB, at the end %.1f MiB: %+.1f %% (aim: within 2 %%).\n",
      a / 1048576, b / 1048576, 100 * (b - a) / a }'
fi
case "$through" in
  *" lost=0 doubled_or_reordered=0 foreign=0 broken=0 refused=0 last_refusal=0 error_events=0 "*) ;;
  *) echo "not every stream came whole: $through" ; exit 1 ;;
esac
