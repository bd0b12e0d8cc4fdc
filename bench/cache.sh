#!/usr/bin/env bash
# Answers from the first level of the cache, through the EAR, against a bare JAX-RS method that returns
# the same bytes in the same server, and against nginx proxy_cache, alternating in one run.
# Needs nginx and wrk (Debian packages, installed when missing) and a built server (mvn package).
# Usage: bench/cache.sh [connections] [warm-up seconds] [measured seconds] [rounds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

connections=${1:-64} warmup=${2:-60} seconds=${3:-10} rounds=${4:-3}
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

source bench/functions.sh
keep_result cache
gateway=http://127.0.0.1:9380

run_nginx "$(stub 9701)
proxy_cache_path $work/cache keys_zone=answers:10m;
server {
  listen 127.0.0.1:9702;
  location / {
    proxy_pass http://127.0.0.1:9701;
    proxy_cache answers; proxy_cache_methods POST; proxy_cache_valid 30m;
    proxy_cache_key \$request_uri\$request_body;
  }
}"
wrk_posts '{"model":"m","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}'

with_bare() { # server
  mkdir -p "$work/bare/WEB-INF/classes" "$wlp/usr/servers/$1/dropins"
  javac -d "$work/bare/WEB-INF/classes" -cp "$(echo $wlp/dev/api/spec/*restfulWS.4.0*.jar)" \
    bench/java/io/tidegate/bench/bare/*.java
  jar cf "$wlp/usr/servers/$1/dropins/bare.war" -C "$work/bare" .
}
serve tidegate-bench 9380 with_bare TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m

load() { # url seconds: requests per second
  wrk -t1 -c"$connections" -d"$2" -s "$work/post.lua" "$1/v1/chat/completions" |
    awk '/Non-2xx/ {bad = $NF} /Requests\/sec/ {print $2; if (bad) print "errors: " bad > "/dev/stderr"}'
}

load $gateway "$warmup" >/dev/null
load $gateway/bare "$warmup" >/dev/null
for _ in $(seq "$rounds"); do
  nginx="${nginx:-} $(load http://127.0.0.1:9702 "$seconds")"
  bare="${bare:-} $(load $gateway/bare "$seconds")"
  hits="${hits:-} $(load $gateway "$seconds")"
done
answers=$(metric $gateway 'tidegate_attempts_total')
awk -v n="$nginx" -v b="$bare" -v h="$hits" -v c="$connections" -v a="$answers" '
  function mean(list, parts, count, i, sum) {
    count = split(list, parts, " ")
    for (i = 1; i <= count; i++) sum += parts[i]
    return sum / count
  }
  BEGIN {
    printf "%s connections, requests/s in %d rounds:\n", c, split(h, x, " ")
    printf "  nginx proxy_cache hit  %s\n", n
    printf "  bare JAX-RS method     %s\n", b
    printf "  Tidegate, L1 hit       %s\n", h
    printf "ratio to bare JAX-RS     %.2f\n", mean(h) / mean(b)
    printf "ratio to nginx           %.2f\n", mean(h) / mean(n)
    printf "answers made by the node %d\n", a
  }'
