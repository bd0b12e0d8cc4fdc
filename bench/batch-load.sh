#!/usr/bin/env bash
# What a batch costs those who wait: the 95th percentile of synchronous calls that take every place of a
# node, without a batch and with one; then how soon the batch takes the places when the load is gone.
# Needs wrk (Debian package, installed when missing) and a built server (mvn package); uses the ports 9711,
# 9780 and 9781.
#
# Usage: bench/batch-load.sh [seconds of each]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v wrk >/dev/null || { apt-get update -q && apt-get install -q -y wrk; } >/dev/null
. bench/functions.sh
seconds=${1:-40}
places=40
gateway=http://127.0.0.1:9780

simulate n1 9711 --capacity=200 --time-to-first-token=PT0.05S --time-per-token=PT0.005S --answer-tokens=21
serve tidegate-load 9780 TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 \
  TIDEGATE_NODES_N1_MODELS=deepseek-flash TIDEGATE_NODES_N1_MAX_CONNECTIONS=$places

cat >"$work/call.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"model":"deepseek-flash","messages":[{"role":"user","content":"load"}]}'
function done(summary, latency)
  io.write(string.format("%s: %d calls/s, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, not 200: %d\n", os.getenv("PART"),
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, summary.errors.status))
end
EOF
load() { PART=$1 wrk -t1 -c$places -d"$2" -s "$work/call.lua" $gateway/v1/chat/completions | grep calls/s; }
value() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval("d"+sys.argv[1]))' "$1"; }
counts() { curl -sf $gateway/v1/batches/"$batch" | value '["request_counts"]'; }

load "warming up" 20 >/dev/null
load "without a batch" "$seconds"
for number in $(seq 20000); do
  echo '{"custom_id":"line-'"$number"'","method":"POST","url":"/v1/chat/completions","body":{"model":"deepseek-flash","messages":[{"role":"user","content":"'"$number"'"}]}}'
done >"$work/in.jsonl"
file=$(curl -sf -F purpose=batch -F "file=@$work/in.jsonl" $gateway/v1/files | value '["id"]')
# Under way before the load, so that its checking is not measured.
load "batch begins" 5 >/dev/null &
loading=$!
batch=$(curl -sf -H 'Content-Type: application/json' $gateway/v1/batches \
  -d '{"input_file_id":"'"$file"'","endpoint":"/v1/chat/completions","completion_window":"24h"}' | value '["id"]')
wait $loading
echo "batch: $(counts)"
load "with a batch" "$seconds"
echo "batch: $(counts)"
begun=$(date +%s%N)
for _ in $(seq 200); do
  running=$(curl -s http://127.0.0.1:9711/simulator/stats | sed -E 's/.*"inFlight":([0-9]+).*/\1/')
  [ "$running" -lt $((places * 7 / 10)) ] || break
  sleep 0.05
done
echo "the load is gone: $running of $places places are the batch's after $((($(date +%s%N) - begun) / 1000000)) ms"
sleep 5
echo "batch: $(counts)"
