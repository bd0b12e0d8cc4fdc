#!/usr/bin/env bash
# Plain calls through the EAR against nginx proxy_pass to the same stub, side by side in one run.
# Needs nginx and wrk (Debian packages, installed when missing) and a built server (mvn package).
# Usage: bench/gateway.sh [connections] [warm-up seconds] [measured seconds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

connections=${1:-64} warmup=${2:-90} seconds=${3:-15}
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

source bench/functions.sh
keep_result gateway
gateway=http://127.0.0.1:9380

# Two proxies pass to a stub: nginx as it comes, and with connections kept.
run_nginx "$(stub 9701)
upstream kept { server 127.0.0.1:9701; keepalive 512; keepalive_requests 100000000; }
server { listen 127.0.0.1:9702; location / { proxy_pass http://127.0.0.1:9701; } }
server {
  listen 127.0.0.1:9703;
  location / { proxy_http_version 1.1; proxy_set_header Connection ''; proxy_pass http://kept; }
}"
wrk_posts '{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'
serve tidegate-bench 9380 TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m \
  TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000

load() { # url connections seconds: requests per second
  wrk -t1 -c"$2" -d"$3" -s "$work/post.lua" "$1/v1/chat/completions" | tee "$work/wrk.log" |
    awk '/Non-2xx/ {bad = $NF} /Requests\/sec/ {print $2 (bad ? " with " bad " errors" : "")}'
}
median() { # url: microseconds at one connection
  wrk -t1 -c1 -d5 --latency -s "$work/post.lua" "$1/v1/chat/completions" |
    awk '$1 == "50%" {value = $2; if (sub(/ms$/, "", value)) value *= 1000; else sub(/us$/, "", value); print value}'
}

load $gateway "$connections" "$warmup" >/dev/null
nginx_plain=$(load http://127.0.0.1:9702 "$connections" "$seconds")
nginx_kept=$(load http://127.0.0.1:9703 "$connections" "$seconds")
tidegate=$(load $gateway "$connections" "$seconds")
direct_us=$(median http://127.0.0.1:9701)
tidegate_us=$(median $gateway)

awk -v c="$connections" -v np="$nginx_plain" -v nk="$nginx_kept" -v t="$tidegate" \
  -v du="$direct_us" -v tu="$tidegate_us" 'BEGIN {
  printf "%s connections, requests/s:\n", c
  printf "  nginx proxy_pass                     %s\n", np
  printf "  nginx proxy_pass, kept connections   %s\n", nk
  printf "  Tidegate                             %s\n", t
  printf "ratio to nginx                         %.2f\n", t / np
  printf "ratio to nginx with kept connections   %.2f\n", t / nk
  printf "one connection, median: stub %d us, Tidegate %d us, added %.2f ms\n", du, tu, (tu - du) / 1000
}'
