#!/usr/bin/env bash
# The first two minutes of a server from the moment at which it says that it is ready, under full load at once: plain calls and
# answers that are known, in each 5 s; with the warm-up before it is ready as shipped (tidegate.gateway.jit-warm-up) and
# without, each from a fresh start. The load comes from 64 connections of wrk, which are opened anew each 5 s.
#
# Needs nginx and wrk (Debian packages, installed when missing) and a built server (mvn package). It uses the ports 9380,
# 9381 and 9701.
# Usage: bench/first-minutes.sh [seconds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

source bench/functions.sh
seconds=${1:-120} step=5 gateway=http://127.0.0.1:9380
run_nginx "$(stub 9701)"
wrk_posts '{"model":"m","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}'
mv "$work/post.lua" "$work/known.lua"
wrk_posts '{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'
mv "$work/post.lua" "$work/plain.lua"
keep_result first-minutes

curve() { # column, what is asked, [VARIABLE=value ...]
  local column=$1 script=$2 second begun ready
  shift 2
  begun=$(date +%s%N)
  serve tidegate-first 9380 TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m \
    TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000 "$@"
  ready=$((($(date +%s%N) - begun) / 1000000))
  for second in $(seq 0 $step $((seconds - step))); do
    wrk -t1 -c64 -d${step} -s "$work/$script.lua" $gateway/v1/chat/completions |
      awk -v row="$second" -v column="$column" '/Non-2xx/ {bad = $NF} /Requests\/sec/ {print row, column, $2 - bad / 5}' |
      tee -a "$work/curve" >>"$work/$column"
  done
  awk -v column="$column" -v ready=$ready -v n=$((15 / step)) '{v[NR] = $3} END {
    n = n < NR ? n : NR
    for (i = 1; i <= n; i++) { cold += v[i] / n; warm += v[NR + 1 - i] / n }
    gsub("_", " ", column)
    printf "- %s: ready after %.1f s; first 15 s %.0f/s, last 15 s %.0f/s, ratio %.2f (aim 0.25)\n", column, ready / 1000, cold, warm, cold / warm
  }' "$work/$column" >>"$work/ratios"
  kill "${server_pids[-1]}"
  wait "${server_pids[-1]}" 2>/dev/null || true
}

for what in plain known; do
  curve "$what,_warm-up_as_shipped" $what
  curve "$what,_without" $what TIDEGATE_GATEWAY_JIT_WARM_UP=PT0S
done
medians "seconds after ready" <"$work/curve"
echo
cat "$work/ratios"
