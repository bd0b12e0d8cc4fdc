#!/usr/bin/env bash
# What keys, quotas and the counting of usage cost: plain calls through two servers in turns. One asks for a key, holds
# its tenant to limits that are never reached, and counts usage and money; the other has neither keys nor quotas. (That
# usage is counted cannot be switched off: it costs both the same.)
# Needs nginx and wrk (Debian packages, installed when missing) and a built server (mvn package). It uses the ports
# 9580 to 9583 and 9701.
# Usage: bench/quotas.sh [rounds] [measured seconds] [warm-up seconds of each]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

rounds=${1:-7} seconds=${2:-15} warmup=${3:-120}
source bench/functions.sh
keep_result quotas

run_nginx "$(stub 9701)"
wrk_posts '{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'
key=sk-only-for-this-measurement
hash=$(printf %s "$key" | sha256sum | cut -d' ' -f1)
echo "wrk.headers['Authorization'] = 'Bearer $key'" >>"$work/post.lua"

node=(TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m
  TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000)
serve tidegate-quotas 9580 "${node[@]}" TIDEGATE_TENANTS_TEAM_KEY_SHA256="$hash" \
  TIDEGATE_QUOTAS_TEAM_REQUESTS_PER_MINUTE=1000000000 TIDEGATE_QUOTAS_TEAM_TOKENS_PER_MINUTE=1000000000 \
  TIDEGATE_QUOTAS_TEAM_CONCURRENT=100000 TIDEGATE_QUOTAS_TEAM_BUDGET_PER_MONTH=1000000000 \
  TIDEGATE_PRICES_M_INPUT=0.15 TIDEGATE_PRICES_M_OUTPUT=0.60
serve tidegate-free 9582 "${node[@]}"
on=http://127.0.0.1:9580 off=http://127.0.0.1:9582

load() { # address, seconds: requests per second
  wrk -t1 -c64 -d"$2" -s "$work/post.lua" "$1/v1/chat/completions" |
    awk '/Non-2xx/ {bad = 1} /Requests\/sec/ {print bad ? 0 : $2}'
}

load $on "$warmup" >/dev/null
load $off "$warmup" >/dev/null
echo "calls held to quotas: $(metric $on tidegate_requests_total), refused: $(metric $on tidegate_quota_refusals_total)"
echo "| round | with quotas, calls/s | without, calls/s | ratio |"
echo "| --- | --- | --- | --- |"
for round in $(seq "$rounds"); do
  # Each begins as often as the other.
  if [ $((round % 2)) = 1 ]; then
    a=$(load $on "$seconds") b=$(load $off "$seconds")
  else
    b=$(load $off "$seconds") a=$(load $on "$seconds")
  fi
  awk -v r="$round" -v a="$a" -v b="$b" 'BEGIN {printf "| %d | %.0f | %.0f | %.3f |\n", r, a, b, a / b}' | tee -a "$work/rounds"
done
awk -F'|' '{print $5}' "$work/rounds" | sort -n |
  awk '{r[NR] = $1} END {printf "median ratio %.3f (target 0.95)\n", NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2}'
