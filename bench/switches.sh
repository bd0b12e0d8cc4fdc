#!/usr/bin/env bash
# Emergency switches on two servers: what is turned on at one is effective at both within 2 s; when the one that was
# asked is killed, the other ends it at its time; a server that comes later sees what is on.
# Needs a built server (mvn package); uses the ports 25000 to 25003, 25010, 25021 and 25022.
#
# Usage: bench/switches.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/functions.sh
a=http://127.0.0.1:25000 b=http://127.0.0.1:25002
failed=0

# On a busy machine a server takes minutes to start.
await() { # address
  for _ in $(seq 1200); do curl -sf -o /dev/null "$1" && return; sleep 0.5; done
  echo "$1 does not answer" >&2
  exit 1
}
with_administrator() { # server name
  mkdir -p "$wlp/usr/servers/$1/configDropins/overrides"
  cat >"$wlp/usr/servers/$1/configDropins/overrides/admin.xml" <<XML
<server><basicRegistry id="basic" realm="tidegate"><user name="admin" password="trying"/>
<group name="admin"><member name="admin"/></group></basicRegistry></server>
XML
}
shared=(TIDEGATE_CLUSTER_ENABLED=true TIDEGATE_CLUSTER_MEMBERS=127.0.0.1:25021,127.0.0.1:25022
  TIDEGATE_NODES_N1_URL=http://127.0.0.1:25010/v1 TIDEGATE_NODES_N1_MODELS=deepseek-flash
  TIDEGATE_SWITCHES_BROWNOUT_MAX_TOKENS=5)
millis() { date +%s%3N; }
turn() { # address, switch, JSON
  curl -sf -u admin:trying -X PUT "$1/api/switches/$2" -H 'Content-Type: application/json' -d "$3" >/dev/null
}
# What a client is told: the header and the tokens of an answer.
told() { # address
  curl -s -m 5 -D "$work/head" "$1/v1/chat/completions" -H 'Content-Type: application/json' \
    -d '{"model":"deepseek-flash","messages":[{"role":"user","content":"Hello"}]}' >"$work/body" || true
  echo "$(sed -n 's/^x-tidegate-switches: \(.*\)\r$/\1/pI' "$work/head")" \
    "$(grep -o '"completion_tokens":[0-9]*' "$work/body" | head -1)"
}
check() { # what, value, most
  if [ "$2" -le "$3" ]; then echo "$1: $2 ms (at most $3)"; else
    echo "FAILED: $1: $2 ms, more than $3"
    failed=1
  fi
}
until_told() { # address, text that it says; prints the time
  local end=$(($(millis) + 20000))
  while [ "$(millis)" -lt $end ]; do
    case "$(told "$1")" in "$2"*) break ;; esac
    sleep 0.05
  done
  millis
}

simulate n1 25010 --time-to-first-token=PT0.02S --time-per-token=PT0.001S --answer-tokens=40
serve tidegate-switches-a 25000 with_administrator "${shared[@]}" TIDEGATE_CLUSTER_PORT=25021
serve tidegate-switches-b 25002 with_administrator "${shared[@]}" TIDEGATE_CLUSTER_PORT=25022
for _ in $(seq 60); do
  [ "$(metric $a tidegate_cluster_members)" = 2 ] && [ "$(metric $b tidegate_cluster_members)" = 2 ] && break
  sleep 0.5
done
echo "members: $(metric $a tidegate_cluster_members), before: '$(told $a)' and '$(told $b)'"

worst=0
for _ in 1 2 3 4 5; do
  began=$(millis)
  turn $a brownout '{"reason":"rehearsal","for":"PT10M"}'
  for server in $a $b; do
    took=$(($(until_told $server 'brownout "completion_tokens":5') - began))
    [ $took -le $worst ] || worst=$took
  done
  curl -sf -u admin:trying -X DELETE $b/api/switches/brownout
  began=$(millis)
  took=$(($(until_told $a ' "completion_tokens":') - began))
  [ $took -le $worst ] || worst=$took
done
check "on at one, on at both, and off at the other: the slowest of ten" $worst 2000

turn $a brownout '{"reason":"rehearsal","for":"PT15S"}'
ends=$(($(millis) + 15000))
until_told $b brownout >/dev/null
# The script began the server: the process below it is the JVM.
pkill -9 -P "${server_pids[0]}" 2>/dev/null || true
kill -9 "${server_pids[0]}" 2>/dev/null || true
echo "kill -9 of the server that was asked; at the other: '$(told $b)'"
late=$(($(until_told $b ' "completion_tokens":') - ends))
check "off at its time after the kill: late by" ${late#-} 1000

turn $b freeze '{"reason":"rehearsal","for":"PT10M","value":"all"}'
start_server tidegate-switches-a 25000 "${shared[@]}" TIDEGATE_CLUSTER_PORT=25021
began=$(millis)
until [ "$(metric $a 'tidegate_switch_on')" = 1 ]; do
  [ $(($(millis) - began)) -lt 20000 ] || break
  sleep 0.1
done
check "seen by a server that came later, after it was ready" $(($(millis) - began)) 2000
exit $failed
