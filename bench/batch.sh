#!/usr/bin/env bash
# A batch of 200 MB and 50 000 lines on a server with -Xmx512m: uploaded, run to its end, downloaded, with
# the heap's highest reading meanwhile.
# Needs a built server (mvn package); uses the ports 9711, 9780 and 9781.
#
# Usage: bench/batch.sh [lines] [bytes of a line]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. bench/functions.sh
lines=${1:-50000}
length=${2:-4180}
gateway=http://127.0.0.1:9780

simulate n1 9711 --capacity=2000 --time-to-first-token=PT0S --time-per-token=PT0S --answer-tokens=40
serve tidegate-batch 9780 JVM_ARGS=-Xmx512m \
  TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 TIDEGATE_NODES_N1_MODELS=deepseek-flash
python3 - "$lines" "$length" >"$work/in.jsonl" <<'EOF'
import sys
lines, length = int(sys.argv[1]), int(sys.argv[2])
for number in range(lines):
    head = '{"custom_id":"line-%d","method":"POST","url":"/v1/chat/completions","body":{"model":"deepseek-flash","messages":[{"role":"user","content":"%d ' % (number, number)
    tail = '"}]}}'
    print(head + 'x' * (length - len(head) - len(tail) - 1) + tail)
EOF
echo "input: $(wc -l <"$work/in.jsonl") lines, $(wc -c <"$work/in.jsonl") bytes"

highest=0
watch_heap() {
  local used
  used=$(curl -s "$gateway/metrics?scope=base" | awk '/^memory_usedHeap_bytes/ { printf "%d", $NF }')
  [ "${used:-0}" -le "$highest" ] || highest=$used
}
value() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval("d"+sys.argv[1]))' "$1"; }
elapsed() { echo $((($(date +%s%N) - begun) / 1000000)); }

begun=$(date +%s%N)
file=$(curl -sf -F purpose=batch -F "file=@$work/in.jsonl" $gateway/v1/files | value '["id"]')
echo "uploaded in $(elapsed) ms"
begun=$(date +%s%N)
batch=$(curl -sf -H 'Content-Type: application/json' $gateway/v1/batches \
  -d '{"input_file_id":"'"$file"'","endpoint":"/v1/chat/completions","completion_window":"24h"}' | value '["id"]')
state=
while true; do
  shown=$(curl -sf $gateway/v1/batches/"$batch")
  now=$(value '["status"]' <<<"$shown")
  [ "$now" = "$state" ] || echo "$now after $(elapsed) ms: $(value '["request_counts"]' <<<"$shown")"
  state=$now
  watch_heap
  case $now in completed | failed | expired | cancelled) break ;; esac
  sleep 0.5
done
begun=$(date +%s%N)
output=$(value '["output_file_id"]' <<<"$shown")
curl -sf $gateway/v1/files/"$output"/content >"$work/out.jsonl"
watch_heap
echo "downloaded in $(elapsed) ms: $(wc -l <"$work/out.jsonl") lines, $(wc -c <"$work/out.jsonl") bytes," \
  "$(python3 -c 'import json,sys; print(len({json.loads(l)["custom_id"] for l in open(sys.argv[1])}))' "$work/out.jsonl") different custom_ids"
echo "highest reading of the heap: $highest bytes; OutOfMemoryError in the log: $(grep -c OutOfMemoryError "$work/tidegate-batch.log" || true)"
