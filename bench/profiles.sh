#!/usr/bin/env bash
# Where the CPU goes and who allocates, by owner, on three paths of a warm server: an answer that is known, a plain call, and
# streams. By flight recordings: samples of running Java code every 10 ms (JFR samples no compiler, no collector and nothing
# that is in native code, such as sockets; these are in the line of threads, which the kernel counts), allocation by the
# threads' own counters, shared among the owners by JFR's allocation samples. A sample belongs to the uppermost frame that is
# not the JDK's.
#
# Needs nginx and wrk (Debian packages, installed when missing) and a built server (mvn package). It uses the ports 9380,
# 9381, 9701 and 9702.
# STREAMS (256), EVENTS of each (100) and PACE_US between these (10000) say which streams.
# Usage: bench/profiles.sh [seconds each] [warm-up seconds each] [path ...]; the paths are cached, plain and streams
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

source bench/functions.sh
seconds=${1:-30} warmup=${2:-60} paths=${*:3}
streams=${STREAMS:-256} pace=${PACE_US:-10000} events=${EVENTS:-100}
gateway=http://127.0.0.1:9380
ulimit -n "$(ulimit -Hn)"
mkdir "$work/bench"
javac -d "$work/bench" bench/java/io/tidegate/bench/streams/*.java bench/java/io/tidegate/bench/profiles/*.java
run_nginx "$(stub 9701)"
java -Xmx256m -cp "$work/bench" io.tidegate.bench.streams.StreamNode 9702 >"$work/stream-node.log" 2>&1 &
wrk_posts '{"model":"m","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}'
mv "$work/post.lua" "$work/cached.lua"
wrk_posts '{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'
mv "$work/post.lua" "$work/plain.lua"
cat >"$work/settings.jfc" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<configuration version="2.0">
  <event name="jdk.ExecutionSample"><setting name="enabled">true</setting><setting name="period">10 ms</setting></event>
  <event name="jdk.ObjectAllocationSample">
    <setting name="enabled">true</setting><setting name="throttle">1000/s</setting><setting name="stackTrace">true</setting>
  </event>
  <event name="jdk.ThreadAllocationStatistics"><setting name="enabled">true</setting><setting name="period">1 s</setting></event>
</configuration>
END
serve tidegate-profiles 9380 TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m \
  TIDEGATE_NODES_STREAMS_URL=http://127.0.0.1:9702/v1 TIDEGATE_NODES_STREAMS_MODELS=s \
  TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000 TIDEGATE_NODES_STREAMS_MAX_CONNECTIONS=10000
pid=${server_pids[0]}
keep_result profiles

load() { # path, seconds: "calls events"
  if [ "$1" = streams ]; then
    local figures
    figures=$(java -Xmx256m -cp "$work/bench" io.tidegate.bench.streams.StreamLoad --url $gateway --streams "$streams" \
      --events "$events" --pace-us "$pace" --seconds "$2" || true)
    echo "$(figure complete "$figures") $(figure events "$figures")"
  else
    wrk -t1 -c64 -d"$2" -s "$work/$1.lua" "$gateway/v1/chat/completions" | awk '/requests in/ {print $1, 0}'
  fi
}
by_thread() { # number of each thread, its name, and the hundredths of a second that it used
  local task
  for task in /proc/"$pid"/task/*; do
    sed -E 's/^([0-9]+) \((.*)\) . (.*)/\1\t\2\t\3/' "$task/stat" 2>/dev/null || true
  done | awk -F'\t' '{split($3, f, " "); printf "%d\t%s\t%d\n", $1, $2, f[11] + f[12]}'
}
shares() { # calls: what kinds of threads used between $work/before and $work/after; one that ended meanwhile is not seen
  awk -F'\t' -v calls="$1" 'FNR == NR {before[$1] = $3; next} {
    kind = "others"
    if ($2 ~ /^C[12] Comp/) kind = "compiler"
    else if ($2 ~ /^(GC|VM|G1|ParGC) /) kind = "collector and virtual machine"
    else if ($2 ~ /^Default Exec/) kind = "server threads"
    else if ($2 ~ /^Inbound/) kind = "server selectors"
    else if ($2 ~ /^(httpclient|node|tidegate|reactor)/) kind = "node reactors"
    else if ($2 ~ /^JFR/) kind = "recorder"
    if (!(kind in used)) kinds[++n] = kind
    used[kind] += $3 - before[$1]
    all += $3 - before[$1]
  } END {
    for (i = 1; i <= n; i++) printf "%s%s %.0f %%", (i > 1 ? ", " : ""), kinds[i], 100 * used[kinds[i]] / all
    printf "; %.0f us for each call", all * 10000 / calls
  }' "$work/before" "$work/after"
}

for path in ${paths:-cached plain streams}; do
  load "$path" "$warmup" >/dev/null
  by_thread >"$work/before"
  jcmd "$pid" JFR.start name="$path" settings="$work/settings.jfc" >/dev/null
  read -r calls sent < <(load "$path" "$seconds")
  jcmd "$pid" JFR.stop name="$path" filename="$work/$path.jfr" >/dev/null
  by_thread >"$work/after"
  echo "## $path"
  echo
  java -cp "$work/bench" io.tidegate.bench.profiles.Profile "$work/$path.jfr" "$calls" "$sent"
  echo
  echo "By the kernel, of the process: $(shares "$calls")"
  echo
done
