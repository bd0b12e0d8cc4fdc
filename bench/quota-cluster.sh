#!/usr/bin/env bash
# Two servers share the limits of three tenants, whose 50 clients wander between them and ask as fast as they may:
# what each tenant gets in two minutes against its limit, and what the servers counted against what the node's answers
# said. Fails if a tenant gets 5 % more or less than its limit, or if a token is missing.
# Needs a built server (mvn package), curl and jq; uses the ports 9711, 9780 to 9783, 5751 and 5752.
#
# Usage: bench/quota-cluster.sh [measured seconds] [seconds before] [seed]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-120} before=${2:-20} seed=${3:-1}
source bench/functions.sh
keep_result quota-cluster

declare -A key=([team]=sk-team-of-this-run [other]=sk-other-of-this-run [words]=sk-words-of-this-run)
# Calls a minute, calls a minute, tokens a minute.
declare -A limit=([team]=1200 [other]=240 [words]=12000)
sha() { printf %s "$1" | sha256sum | cut -d' ' -f1; }

simulate n1 9711 --capacity=1000 --time-to-first-token=PT0.05S --time-per-token=PT0S --answer-tokens=16
shared=(TIDEGATE_CLUSTER_ENABLED=true TIDEGATE_CLUSTER_MEMBERS=127.0.0.1:5751,127.0.0.1:5752
  TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 TIDEGATE_NODES_N1_MAX_CONNECTIONS=1000
  TIDEGATE_NODES_N1_MODELS=deepseek-flash
  TIDEGATE_TENANTS_TEAM_KEY_SHA256="$(sha "${key[team]}")" TIDEGATE_QUOTAS_TEAM_REQUESTS_PER_MINUTE="${limit[team]}"
  TIDEGATE_TENANTS_OTHER_KEY_SHA256="$(sha "${key[other]}")" TIDEGATE_QUOTAS_OTHER_REQUESTS_PER_MINUTE="${limit[other]}"
  TIDEGATE_TENANTS_WORDS_KEY_SHA256="$(sha "${key[words]}")" TIDEGATE_QUOTAS_WORDS_TOKENS_PER_MINUTE="${limit[words]}")
serve tidegate-quota-a 9780 TIDEGATE_CLUSTER_PORT=5751 "${shared[@]}"
serve tidegate-quota-b 9782 TIDEGATE_CLUSTER_PORT=5752 "${shared[@]}"
sleep 5
mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/QuotaClients.java

java -Xmx256m -cp "$work/classes" io.tidegate.bench.QuotaClients --urls http://127.0.0.1:9780,http://127.0.0.1:9782 \
  --keys "team=${key[team]},other=${key[other]},words=${key[words]}" \
  --clients 50 --warmup "$before" --seconds "$seconds" --seed "$seed" >"$work/got"
# What is counted is written down every three seconds.
sleep 8

bad=0
echo "| tenant | limit | in $seconds s | of the limit | refused | failed | input tokens: answers, servers | output tokens: answers, servers |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- |"
while read -r tenant calls tokens answered input output refused failed; do
  got=$calls what=calls
  [ "$tenant" != words ] || { got=$tokens what=tokens; }
  used=$(for port in 9780 9782; do
    curl -sf -H "Authorization: Bearer ${key[$tenant]}" "http://127.0.0.1:$port/v1/usage?group=tenant"
  done | jq -s -r '[.[].total] | "\(map(.calls) | add) \(map(.inputTokens) | add) \(map(.outputTokens) | add)"')
  read -r counted in out <<<"$used"
  awk -v t="$tenant" -v w="$what" -v l="${limit[$tenant]}" -v s="$seconds" -v g="$got" -v r="$refused" -v f="$failed" \
    -v i="$input" -v ci="$in" -v o="$output" -v co="$out" -v n="$answered" -v cn="$counted" 'BEGIN {
      share = g / (l * s / 60)
      printf "| %s | %d %s a minute | %d | %.3f | %d | %d | %d, %d | %d, %d |\n", t, l, w, g, share, r, f, i, ci, o, co
      exit share < 0.95 || share > 1.05 || f > 0 || i != ci || o != co || n != cn }' || bad=1
done <"$work/got"
[ -s "$work/got" ] || bad=1
echo "node: $(curl -s http://127.0.0.1:9711/simulator/stats)"
exit $bad
