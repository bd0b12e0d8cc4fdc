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

source bench/functions.sh
keep_result heap
gateway=http://127.0.0.1:9380

run_nginx "$(stub 9701 "$(head -c 1000 /dev/zero | tr '\0' 'x')")"
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
small() { echo "-Xmx$heap" >>"$wlp/usr/servers/$1/jvm.options"; } # server
serve tidegate-bench 9380 small TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m

wrk -t1 -c64 -d3600 -s "$work/post.lua" $gateway/v1/chat/completions >"$work/wrk.log" 2>&1 &
wrk_pid=$!
most=0 made=0 began=$SECONDS
while [ "$made" -lt "$answers" ] && kill -0 $wrk_pid 2>/dev/null; do
  sleep 2
  made=$(metric $gateway tidegate_cache_lookups_total)
  bytes=$(metric $gateway tidegate_cache_bytes)
  [ "$bytes" -le "$most" ] || most=$bytes
done
kill -INT $wrk_pid && wait $wrk_pid || true
echo "$made distinct answers in $((SECONDS - began)) s with -Xmx$heap"
echo "most bytes on the heap by the cache: $most, entries at the end: $(metric $gateway tidegate_cache_entries)"
echo "evicted: $(metric $gateway tidegate_cache_evicted_total)"
grep -E "Non-2xx|Requests/sec" "$work/wrk.log" || true
echo "OutOfMemoryError in the log: $(grep -c OutOfMemoryError "$work/tidegate-bench.log" || true)"
