#!/usr/bin/env bash
# Two servers share their cache: one question asked at both, hits across servers, a purge, the shared
# tier hung, one server killed. Needs wrk and a built server (mvn package); uses the ports 9711,
# 9712, 9780 to 9783, 5751 and 5752.
#
# Usage: bench/shared-cache.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v wrk >/dev/null || { apt-get update -q && apt-get install -q -y wrk; } >/dev/null

work=$(mktemp -d)
wlp=target/liberty/wlp
a=http://127.0.0.1:9780 b=http://127.0.0.1:9782
finish() {
  pkill -9 -f "ws-server.jar tidegate-cluster-" || true
  jobs -p | xargs -r kill -9 2>/dev/null || true
  rm -rf "$work" $wlp/usr/servers/tidegate-cluster-*
}
trap finish EXIT

await() { # address
  for _ in $(seq 240); do curl -sf -o /dev/null "$1" && return; sleep 0.5; done
  echo "$1 does not answer" >&2
  exit 1
}
serve() { # name, HTTP port, HTTPS port, cluster port
  local server=$wlp/usr/servers/tidegate-cluster-$1
  rm -rf "$server"
  mkdir -p "$server"
  cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,apps,configDropins,jdbc} "$server"
  env HTTP_PORT="$2" HTTPS_PORT="$3" keystore_password=$RANDOM$RANDOM \
    TIDEGATE_CLUSTER_ENABLED=true TIDEGATE_CLUSTER_PORT="$4" \
    TIDEGATE_CLUSTER_MEMBERS=127.0.0.1:5751,127.0.0.1:5752 \
    TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 TIDEGATE_NODES_N1_MAX_CONNECTIONS=2000 \
    TIDEGATE_NODES_N1_MODELS=deepseek-flash \
    TIDEGATE_NODES_N2_URL=http://127.0.0.1:9712/v1 TIDEGATE_NODES_N2_MAX_CONNECTIONS=2000 \
    TIDEGATE_NODES_N2_MODELS=deepseek-v4-pro \
    $wlp/bin/server run tidegate-cluster-"$1" >"$work/$1.log" 2>&1 &
}
metric() { curl -s -m 2 "$1/metrics" | awk -v m="^$2" '$0 ~ m {s += $NF} END {printf "%.0f", s}'; }
started() { curl -s http://127.0.0.1:9711/simulator/stats | sed -E 's/.*"started":([0-9]+).*/\1/'; }
body() { # question stream
  printf '{"model":"deepseek-flash","temperature":0,"stream":%s,"messages":[{"role":"user","content":"%s"}]}' \
    "${2:-false}" "$1"
}
ask() { # server question: Cache-Status
  curl -s -m 20 -D - -o /dev/null -H 'Content-Type: application/json' -d "$(body "$2")" \
    "$1/v1/chat/completions" | tr -d '\r' | sed -n 's/^Cache-Status: //p'
}
crowd() { # server question stream count directory
  mkdir -p "$5"
  for i in $(seq "$4"); do
    printf 'url = "%s/v1/chat/completions"\noutput = "%s/%d"\n' "$1" "$5" "$i"
  done >"$5.urls"
  curl -s --no-progress-meter -Z --parallel-immediate --parallel-max "$4" -H 'Content-Type: application/json' \
    -d "$(body "$2" "$3")" -K "$5.urls"
}
password() { sed -nE 's/.*password="([^"]+)".*/\1/p' $wlp/usr/servers/tidegate-cluster-a/configDropins/overrides/admin.xml; }
script() { # first question: a wrk script that asks questions by number, each once
  cat <<EOF
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local asked = $1
request = function()
  asked = asked + 1
  return wrk.format(nil, nil, nil,
    '{"model":"deepseek-v4-pro","temperature":0,"messages":[{"role":"user","content":"' .. asked .. '?"}]}')
end
EOF
}
latencies() { awk '/50%|99%/ {printf "%s %s  ", $1, $2} END {print ""}'; }

simulate() { # name, port, time to first token, time per token
  java -Xmx256m -cp "target/classes:target/tidegate/WEB-INF/lib/*" io.tidegate.simulator.SimulatorMain \
    --port="$2" --name="$1" --capacity=2000 --time-to-first-token="$3" --time-per-token="$4" \
    --answer-tokens=20 --jitter=0 --reasoning=false >"$work/$1.log" 2>&1 &
}
simulate n1 9711 PT1S PT0.01S
simulate n2 9712 PT0.005S PT0S
serve a 9780 9781 5751
serve b 9782 9783 5752
await $a/health/ready
await $b/health/ready
sleep 5
for server in $a $b; do ask $server "warm $server" >/dev/null; done

for stream in false true; do
  before=$(started)
  crowd $a "crowd $stream" $stream 500 "$work/a-$stream" &
  first=$!
  crowd $b "crowd $stream" $stream 500 "$work/b-$stream" &
  wait $! "$first"
  sleep 2
  echo "500 callers at each server, stream $stream: $(($(started) - before)) calls at the node," \
    "$(cat "$work"/{a,b}-$stream/* | wc -c) bytes in" \
    "$(for f in "$work"/{a,b}-$stream/*; do grep -v '^: keep-alive' "$f" | cksum; done | sort | uniq -c | awk '{printf "%d equal answers ", $1}')"
done

ask $a shared >/dev/null
echo "asked at a, then at b:            $(ask $b shared)"
echo "at b again:                       $(ask $b shared)"
curl -s -o /dev/null -u "admin:$(password)" -X DELETE $a/api/cache
purged=$(date +%s%N)
while ask $b shared | grep -q hit; do sleep 0.02; done
echo "purged at a, a miss at b after:   $((($(date +%s%N) - purged) / 1000000 - 1220)) ms (the miss itself took about 1220)"

script 1000000 >"$work/other.lua"
wrk -t1 -c4 -d20 -s "$work/other.lua" $b/v1/chat/completions >/dev/null
script 0 >"$work/fill.lua"
wrk -t1 -c8 -d10 -s "$work/fill.lua" $a/v1/chat/completions >/dev/null
hits=$(metric $b 'tidegate_cache_lookups_total.*level="l2".*result="hit"')
script 0 >"$work/read.lua"
echo "L2 hits at b, one connection:     $(wrk -t1 -c1 -d2 --latency -s "$work/read.lua" $b/v1/chat/completions | latencies)" \
  "($(($(metric $b 'tidegate_cache_lookups_total.*level="l2".*result="hit"') - hits)) hits)"

echo 'wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json"; wrk.body = [['"$(body hot)"']]' >"$work/hot.lua"
ask $a hot >/dev/null
wrk -t1 -c8 -d20 -s "$work/hot.lua" $a/v1/chat/completions >/dev/null
misses() { for i in $(seq 12); do curl -s -o /dev/null -w '%{time_total} ' -H 'Content-Type: application/json' -d "$(body "$1 $i")" $a/v1/chat/completions; done; }
echo "L1 hits at a:                     $(wrk -t1 -c8 -d5 --latency -s "$work/hot.lua" $a/v1/chat/completions | latencies)"
echo "misses at a, s:                   $(misses before)"
echo "--- server b stopped (SIGSTOP): its part of the shared tier hangs"
pkill -STOP -f "ws-server.jar tidegate-cluster-b"
echo "misses at a, s:                   $(misses hung)"
echo "L1 hits at a:                     $(wrk -t1 -c8 -d5 --latency -s "$work/hot.lua" $a/v1/chat/completions | latencies)"
echo "breaker of the shared tier:       $(curl -s $a/metrics | grep -E '^ft_circuitbreaker_opened_total' | awk '{s += $NF} END {print s + 0}') times opened," \
  "$(metric $a 'tidegate_cache_lookups_total.*result="failure"') failures"
pkill -CONT -f "ws-server.jar tidegate-cluster-b"
for _ in $(seq 60); do
  curl -s $a/metrics | grep -q 'tidegate_cluster_members.* 2.0' && break
  sleep 1
done
sleep 20
echo "--- server b goes on"
ask $a survivor >/dev/null
pkill -9 -f "ws-server.jar tidegate-cluster-a"
echo "--- kill -9 of server a"
sleep 1
echo "asked at a before, now at b:      $(ask $b survivor)"
