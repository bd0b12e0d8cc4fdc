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

work=$(mktemp -d)
wlp=target/liberty/wlp
server=$wlp/usr/servers/tidegate-bench
java_pid=

finish() {
  nginx -s stop -c "$work/nginx.conf" -p "$work" 2>/dev/null || true
  [ -z "$java_pid" ] || { kill "$java_pid" 2>/dev/null && wait "$java_pid" 2>/dev/null; } || true
  rm -rf "$work" "$server"
}
trap finish EXIT

cat >"$work/nginx.conf" <<EOF
worker_processes 1;
user root;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  keepalive_requests 100000000;
  proxy_cache_path $work/cache keys_zone=answers:10m;
  server {
    listen 127.0.0.1:9701;
    default_type application/json;
    location / { return 200 '{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"It is a stub that answers."}}],"usage":{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16}}'; }
  }
  server {
    listen 127.0.0.1:9702;
    location / {
      proxy_pass http://127.0.0.1:9701;
      proxy_cache answers; proxy_cache_methods POST; proxy_cache_valid 30m;
      proxy_cache_key \$request_uri\$request_body;
    }
  }
}
EOF
cat >"$work/post.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"model":"m","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}'
EOF
nginx -c "$work/nginx.conf" -p "$work"

rm -rf "$server"
mkdir -p "$server" "$work/bare/WEB-INF/classes"
cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,apps,configDropins,jdbc} "$server"
javac -d "$work/bare/WEB-INF/classes" -cp "$(echo $wlp/dev/api/spec/*restfulWS.4.0*.jar)" \
  bench/java/io/tidegate/bench/bare/*.java
(cd "$work/bare" && jar cf "$work/bare.war" .)
mkdir "$server/dropins"
cp "$work/bare.war" "$server/dropins/"
HTTP_PORT=9380 HTTPS_PORT=9743 keystore_password=$RANDOM$RANDOM \
  TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m \
  $wlp/bin/server run tidegate-bench >"$work/server.log" 2>&1 &
java_pid=$!
for _ in $(seq 120); do
  curl -sf -o /dev/null http://localhost:9380/health/ready && break
  sleep 1
done
curl -sf -o /dev/null http://localhost:9380/health/ready || { cat "$work/server.log"; exit 1; }

load() { # url seconds: requests per second
  wrk -t1 -c"$connections" -d"$2" -s "$work/post.lua" "$1/v1/chat/completions" |
    awk '/Non-2xx/ {bad = $NF} /Requests\/sec/ {print $2; if (bad) print "errors: " bad > "/dev/stderr"}'
}

load http://127.0.0.1:9380 "$warmup" >/dev/null
load http://127.0.0.1:9380/bare "$warmup" >/dev/null
for _ in $(seq "$rounds"); do
  nginx="${nginx:-} $(load http://127.0.0.1:9702 "$seconds")"
  bare="${bare:-} $(load http://127.0.0.1:9380/bare "$seconds")"
  hits="${hits:-} $(load http://127.0.0.1:9380 "$seconds")"
done
answers=$(curl -s http://127.0.0.1:9380/metrics |
  awk '/^tidegate_attempts_total.*completed/ {s += $NF} END {print s + 0}')
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
