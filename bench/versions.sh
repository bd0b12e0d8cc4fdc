#!/usr/bin/env bash
# Plain chats through two builds of the EAR, in turns, before the same stub: is one slower than the other? With KNOWN=1
# the chats are such that the first level of the cache answers them.
# Needs nginx and wrk (Debian packages, installed when missing), a built server here and one in the other directory, a
# worktree of another commit, each by `mvn package -DskipTests`. It uses the ports 9701, 9380 to 9383.
# Usage: bench/versions.sh <directory of the other build> [rounds] [connections] [warm-up seconds] [seconds]
set -euo pipefail
other=$(cd "${1:?the directory of the other build}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

rounds=${2:-7} connections=${3:-64} warmup=${4:-90} seconds=${5:-10}
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

source bench/functions.sh
# The other server writes until it is ended, so that its folder goes last.
trap 'status=$?; finish $status; rm -rf "$other/target/liberty/wlp/usr/servers/tidegate-other"' EXIT
run_nginx "$(stub 9701)"
wrk_posts '{"model":"m",'"${KNOWN:+\"temperature\":0,}"'"messages":[{"role":"user","content":"What is the capital of France?"}]}'
settings=(TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m
  TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000)
serve tidegate-here 9380 "${settings[@]}"
wlp=$other/target/liberty/wlp serve tidegate-other 9382 "${settings[@]}"

rate() { # port, seconds: requests per second
  wrk -t1 -c"$connections" -d"$2" -s "$work/post.lua" "http://127.0.0.1:$1/v1/chat/completions" |
    awk '/Non-2xx/ {exit 1} /Requests\/sec/ {print $2}'
}
median() { sort -n | awk '{all[NR] = $1} END {print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2}'; }

rate 9382 "$warmup" >/dev/null
rate 9380 "$warmup" >/dev/null
echo "| round | the other/s | here/s | here to the other |"
echo "| --- | --- | --- | --- |"
for round in $(seq "$rounds"); do
  # Who goes first changes, for what the machine does meanwhile.
  if ((round % 2)); then
    before=$(rate 9382 "$seconds")
    here=$(rate 9380 "$seconds")
  else
    here=$(rate 9380 "$seconds")
    before=$(rate 9382 "$seconds")
  fi
  ratio=$(awk -v h="$here" -v b="$before" 'BEGIN {printf "%.3f", h / b}')
  echo "$ratio" >>"$work/ratios"
  echo "| $round | $before | $here | $ratio |"
done
echo "| median | | | $(median <"$work/ratios") |"
