#!/usr/bin/env bash
# A cluster that is sick under its load, asked directly and then through Tidegate with the settings as shipped.
#
# Three simulated nodes of 92 places, each with room for as many calls that wait; a call takes 0.6 s, so the three do 460
# a second. 500 calls a second arrive as Poisson's, shared in turns as DNS or a plain proxy would (nginx, which does
# nothing else): what is beyond 460 is refused, and who is not has waited as long again. So a mean of 1.2 s, 8 % errors
# and all places taken, which are the field's figures. Nine of ten calls ask one of 500 questions, by Zipf's law, at
# temperature 0; the others are asked once. Then the same through Tidegate, six times the rate, and the same again with
# one means switched off at a time.
#
# Needs nginx (installed when missing) and a built server (mvn package). It uses the ports 9711 to 9713, 9720, 9780, 9781.
# Usage: bench/before-after.sh [seconds each] [warm-up seconds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nginx >/dev/null || { apt-get update -q && apt-get install -q -y nginx; } >/dev/null

seconds=${1:-60} warmup=${2:-90} settle=5
ulimit -n "$(ulimit -Hn)"
source bench/functions.sh
mkdir "$work/bench"
javac -d "$work/bench" bench/java/io/tidegate/bench/*.java
gateway=http://127.0.0.1:9780 direct=http://127.0.0.1:9720
places=92 nodes=(1 2 3)

# What waits in the nodes' queues needs sockets, and no thread each.
for n in "${nodes[@]}"; do
  simulate "n$n" "971$n" --capacity=$places --queue=$places --time-to-first-token=PT0.2S \
    --time-per-token=PT0.0129032S --answer-tokens=32
done
run_nginx "upstream nodes {
  server 127.0.0.1:9711; server 127.0.0.1:9712; server 127.0.0.1:9713; keepalive 512; keepalive_requests 100000000;
}
server {
  listen 127.0.0.1:9720 backlog=4096;
  location / {
    proxy_http_version 1.1; proxy_set_header Connection ''; proxy_next_upstream off; proxy_pass http://nodes;
  }
}"
settings=(TIDEGATE_NODES_N{1,2,3}_MODELS=deepseek-flash)
for n in "${nodes[@]}"; do settings+=("TIDEGATE_NODES_N${n}_URL=http://127.0.0.1:971$n/v1"); done

generate() { # url, rate, seconds, seed
  java -Xmx512m -XX:+UseSerialGC -cp "$work/bench" io.tidegate.bench.OpenLoop --url "$1" --rate "$2" --seconds "$3" \
    --seed "$4" --settle "$settle" --repeats "${repeats:-0.9}" --popular 500 2>>"$work/generator.log"
}
started() { # calls that the nodes have begun to answer
  for n in "${nodes[@]}"; do curl -s "http://127.0.0.1:971$n/simulator/stats"; done |
    grep -oE '"started":[0-9]+' | awk -F: '{sum += $2} END {print sum}'
}
field() { sed -E "s/.*\"$1\":([^,}]*).*/\1/" <<<"$2"; }
measure() { # label, url, rate
  local before after json used
  before=$(started) used=$(ticks ${server_pids[*]:+"${server_pids[-1]}"})
  json=$(generate "$2" "$3" "$seconds" $RANDOM)
  after=$(started)
  [ "$2" = "$direct" ] && used=0 || used=$(($(ticks "${server_pids[-1]}") - used))
  awk -v label="$1" -v rate="$3" -v started=$((after - before)) -v all="$(field all "$json")" -v s="$(field seconds "$json")" \
    -v offered="$(field offered "$json")" -v answered="$(field answered "$json")" -v mean="$(field answer_mean "$json")" \
    -v p50="$(field answer_p50 "$json")" -v p99="$(field answer_p99 "$json")" -v places=$((3 * places)) \
    -v wall=$((seconds)) -v used="$used" 'BEGIN {
      printf "| %s | %d | %.0f | %.1f | %.1f, %.1f | %.2f %% | %.0f %% | %.2f | %.2f |\n", label, rate, answered / s, mean, p50, p99,
        100 * (offered - answered) / offered, 100 * started * 0.6 / places / wall, started / all,
        used / 100 / wall }'
  sleep 5
}
gateway_with() { # [VARIABLE=value ...]: a fresh server, warm
  if [ ${#server_pids[@]} -gt 0 ]; then
    kill "${server_pids[-1]}"
    wait "${server_pids[-1]}" 2>/dev/null || true
  fi
  serve tidegate-before-after 9780 "${settings[@]}" "$@"
  # Its compiler has to have seen calls; of other questions, so that no answer is known.
  repeats=0 generate $gateway 300 "$warmup" 7 >/dev/null
  sleep 3
}

keep_result before-after
head_row() {
  echo "| | offered/s | answered/s | mean ms | p50, p99 ms | errors | places taken | attempts per call | gateway, cores |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
}

head_row
measure "direct" $direct 500
gateway_with
measure "Tidegate" $gateway 500
measure "Tidegate" $gateway 3000

echo
echo "One means off at a time, at 1000 a second. No setting keeps callers of one question from being answered by one call to a"
echo "node while answers are kept; with a cache of one byte nothing is kept, and what is asked at once is still asked once."
echo "Jobs and batches (async) are for callers who wait for no answer; none of these does, so there is nothing to switch off."
echo
head_row
measure "all on" $gateway 1000
gateway_with TIDEGATE_CACHE_MAX_SIZE=1
measure "no answer kept, the same asked once" $gateway 1000
gateway_with TIDEGATE_CACHE_MODE=off
measure "neither kept nor asked once" $gateway 1000
measure "the same, direct" $direct 1000
gateway_with TIDEGATE_ADMISSION_MAX_QUEUE=0
measure "nobody waits" $gateway 1000
gateway_with TIDEGATE_ADMISSION_MAX_QUEUE=0 TIDEGATE_CACHE_MODE=off
measure "neither kept nor asked once, nobody waits" $gateway 1000
echo
echo "Balancing: one node of three is slow, as one is whose neighbours are noisy."
echo
head_row
slow=$(pgrep -f 'SimulatorMain --port=9713')
kill "$slow"
wait "$slow" 2>/dev/null || true # Its port is free only then.
simulate n3 9713 --capacity=$places --queue=$places --time-to-first-token=PT0.8S --time-per-token=PT0.0516S \
  --answer-tokens=32
measure "direct" $direct 500
gateway_with
measure "Tidegate" $gateway 3000
gateway_with TIDEGATE_BALANCING_STRATEGY=round-robin
measure "Tidegate, round-robin" $gateway 3000
gateway_with TIDEGATE_BALANCING_STRATEGY=round-robin TIDEGATE_CACHE_MODE=off
measure "Tidegate, round-robin, nothing kept" $gateway 300
gateway_with TIDEGATE_CACHE_MODE=off
measure "Tidegate, nothing kept" $gateway 300
