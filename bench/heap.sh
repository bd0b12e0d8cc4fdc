#!/usr/bin/env bash
# Distinct answers through a server with a small heap: the cache must stay within its bytes and the
# server alive. Needs wrk and a built server (mvn package).
# Usage: bench/heap.sh [answers] [heap]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

answers=${1:-2000000} heap=${2:-512m}
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

text=$(head -c 1000 /dev/zero | tr '\0' 'x')
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
  server {
    listen 127.0.0.1:9701;
    default_type application/json;
    location / { return 200 '{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"$text"}}],"usage":{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16}}'; }
  }
}
EOF
cat >"$work/post.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local asked = 0
request = function()
  asked = asked + 1
  return wrk.format(nil, nil, nil,
    '{"model":"m","temperature":0,"messages":[{"role":"user","content":"Question ' .. asked .. '?"}]}')
end
EOF
nginx -c "$work/nginx.conf" -p "$work"

rm -rf "$server"
mkdir -p "$server"
cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,apps,configDropins,jdbc} "$server"
echo "-Xmx$heap" >>"$server/jvm.options"
HTTP_PORT=9380 HTTPS_PORT=9743 keystore_password=$RANDOM$RANDOM \
  TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m \
  $wlp/bin/server run tidegate-bench >"$work/server.log" 2>&1 &
java_pid=$!
for _ in $(seq 120); do
  curl -sf -o /dev/null http://localhost:9380/health/ready && break
  sleep 1
done
curl -sf -o /dev/null http://localhost:9380/health/ready || { cat "$work/server.log"; exit 1; }

metric() { curl -s http://127.0.0.1:9380/metrics | awk -v m="^$1[{ ]" '$0 ~ m {s += $NF} END {printf "%.0f", s}'; }
wrk -t1 -c64 -d3600 -s "$work/post.lua" http://127.0.0.1:9380/v1/chat/completions >"$work/wrk.log" 2>&1 &
wrk_pid=$!
most=0 made=0 began=$SECONDS
while [ "$made" -lt "$answers" ] && kill -0 $wrk_pid 2>/dev/null; do
  sleep 2
  made=$(metric tidegate_cache_lookups_total)
  bytes=$(metric tidegate_cache_bytes)
  [ "$bytes" -le "$most" ] || most=$bytes
done
kill -INT $wrk_pid && wait $wrk_pid || true
echo "$made distinct answers in $((SECONDS - began)) s with -Xmx$heap"
echo "most bytes on the heap by the cache: $most, entries at the end: $(metric tidegate_cache_entries)"
echo "evicted: $(metric tidegate_cache_evicted_total)"
grep -E "Non-2xx|Requests/sec" "$work/wrk.log" || true
echo "OutOfMemoryError in the log: $(grep -c OutOfMemoryError "$work/server.log" || true)"
