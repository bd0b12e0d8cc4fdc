#!/usr/bin/env bash
# What open consoles cost the server. Each console is a signed-in reader of /api/now/events, as the page is, that asks
# for the nodes and the alerts every five seconds besides, as the page's views do; the browsers' own work is not counted.
# Prints the server's share of a core with none and with ten, nothing else going on, and then plain calls per second
# through a stub with ten open against none, in turns.
# Needs nginx and wrk (Debian packages, installed when missing) and a built server (mvn package). It uses the ports
# 9580, 9581 and 9701.
# Usage: bench/consoles.sh [rounds] [measured seconds] [warm-up seconds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

rounds=${1:-7} seconds=${2:-15} warmup=${3:-90} consoles=10
source bench/functions.sh
keep_result consoles

run_nginx "$(stub 9701)"
wrk_posts '{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'
with_administrator() { # server
  cat >"$wlp/usr/servers/$1/configDropins/overrides/admin.xml" <<XML
<server><basicRegistry id="basic" realm="tidegate"><user name="admin" password="trying"/>
<group name="admin"><member name="admin"/></group></basicRegistry></server>
XML
}
serve tidegate-consoles 9580 with_administrator TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 \
  TIDEGATE_NODES_STUB_MODELS=m TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000
server=http://127.0.0.1:9580
pid=${server_pids[0]}
ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
share() { # seconds: per cent of a core
  local before
  before=$(ticks)
  sleep "$1"
  awk -v ticks=$(($(ticks) - before)) -v each="$(getconf CLK_TCK)" -v seconds="$1" \
    'BEGIN {printf "%.2f", 100 * ticks / each / seconds}'
}
load() { # seconds: requests per second
  wrk -t1 -c64 -d"$1" -s "$work/post.lua" "$server/v1/chat/completions" |
    awk '/Non-2xx/ {bad = 1} /Requests\/sec/ {print bad ? 0 : $2}'
}

curl -sf -o /dev/null -c "$work/session" -H 'Content-Type: application/json' -H 'X-Tidegate-Console: 1' \
  -d '{"user": "admin", "password": "trying"}' "$server/api/session"
open_consoles=()
open() {
  for _ in $(seq "$consoles"); do
    curl -sN -b "$work/session" -o "$work/events-$_" "$server/api/now/events" & open_consoles+=($!)
  done
  while sleep 5; do
    for _ in $(seq "$consoles"); do
      curl -s -b "$work/session" -o /dev/null "$server/api/nodes" -o /dev/null "$server/api/alerts"
    done
  done & open_consoles+=($!)
}
close() {
  kill "${open_consoles[@]}"
  wait "${open_consoles[@]}" 2>/dev/null || true
  open_consoles=()
}

load "$warmup" >/dev/null
# An idle server has duties of its own; a minute lets those of the load pass.
sleep 60
none=$(share 60)
open
sleep 5
ten=$(share 60)
[ "$(wc -c <"$work/events-1")" -gt 10000 ] || { echo "the consoles read nothing" >&2; exit 1; }
close
awk -v none="$none" -v ten="$ten" -v n=$consoles \
  'BEGIN {printf "idle: %.2f %% of a core with no console, %.2f %% with %d: %.2f %% each (target 1)\n", none, ten, n, (ten - none) / n}'

echo "| round | none, calls/s | ten open, calls/s | ratio |"
echo "| --- | --- | --- | --- |"
for round in $(seq "$rounds"); do
  # Each begins as often as the other.
  if [ $((round % 2)) = 1 ]; then
    a=$(load "$seconds"); open; b=$(load "$seconds"); close
  else
    open; b=$(load "$seconds"); close; a=$(load "$seconds")
  fi
  awk -v r="$round" -v a="$a" -v b="$b" 'BEGIN {printf "| %d | %.0f | %.0f | %.3f |\n", r, a, b, b / a}' | tee -a "$work/rounds"
done
awk -F'|' '{print $5}' "$work/rounds" | sort -n |
  awk '{r[NR] = $1} END {printf "median ratio %.3f (target 0.97)\n", NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2}'
