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

# The stub answers at once; two proxies pass to it: nginx as it comes, and with connections kept.
cat >"$work/nginx.conf" <<EOF
worker_processes 1;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  keepalive_requests 100000000;
  upstream kept { server 127.0.0.1:9701; keepalive 512; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:9701;
    default_type application/json;
    location / { return 200 '{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"It is a stub that answers."}}],"usage":{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16}}'; }
  }
  server { listen 127.0.0.1:9702; location / { proxy_pass http://127.0.0.1:9701; } }
  server {
    listen 127.0.0.1:9703;
    location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://kept; }
  }
}
EOF
cat >"$work/post.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'
EOF
nginx -c "$work/nginx.conf" -p "$work"

rm -rf "$server"
mkdir -p "$server"
cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,apps,configDropins,jdbc} "$server"
HTTP_PORT=9380 HTTPS_PORT=9743 keystore_password=$RANDOM$RANDOM \
  TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m \
  TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000 \
  $wlp/bin/server run tidegate-bench >"$work/server.log" 2>&1 &
java_pid=$!
for _ in $(seq 120); do
  curl -sf -o /dev/null http://localhost:9380/health/ready && break
  sleep 1
done
curl -sf -o /dev/null http://localhost:9380/health/ready || { cat "$work/server.log"; exit 1; }

load() { # url connections seconds: requests per second
  wrk -t1 -c"$2" -d"$3" -s "$work/post.lua" "$1/v1/chat/completions" | tee "$work/wrk.log" |
    awk '/Non-2xx/ {bad = $NF} /Requests\/sec/ {print $2 (bad ? " with " bad " errors" : "")}'
}
median() { # url: microseconds at one connection
  wrk -t1 -c1 -d5 --latency -s "$work/post.lua" "$1/v1/chat/completions" |
    awk '$1 == "50%" {value = $2; if (sub(/ms$/, "", value)) value *= 1000; else sub(/us$/, "", value); print value}'
}

load http://127.0.0.1:9380 "$connections" "$warmup" >/dev/null
nginx_plain=$(load http://127.0.0.1:9702 "$connections" "$seconds")
nginx_kept=$(load http://127.0.0.1:9703 "$connections" "$seconds")
tidegate=$(load http://127.0.0.1:9380 "$connections" "$seconds")
direct_us=$(median http://127.0.0.1:9701)
tidegate_us=$(median http://127.0.0.1:9380)

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
