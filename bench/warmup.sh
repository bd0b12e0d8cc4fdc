#!/usr/bin/env bash
# Two servers reach the time of the warm-up, three minutes from now: of 200 hot questions 50 have an answer,
# so 150 are asked, once, at most ten in a second, and none while the node is busy.
# Needs wrk (Debian package, installed when missing) and a built server (mvn package); uses the ports 9711,
# 9780 to 9783, 5751 and 5752.
#
# Usage: bench/warmup.sh
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
schedule=$(date -d '3 minutes' +%H:%M)
serve() { # name, HTTP port, HTTPS port, cluster port
  local server=$wlp/usr/servers/tidegate-cluster-$1
  rm -rf "$server"
  mkdir -p "$server"
  cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,apps,configDropins,jdbc} "$server"
  env HTTP_PORT="$2" HTTPS_PORT="$3" keystore_password=$RANDOM$RANDOM \
    TIDEGATE_CLUSTER_ENABLED=true TIDEGATE_CLUSTER_PORT="$4" \
    TIDEGATE_CLUSTER_MEMBERS=127.0.0.1:5751,127.0.0.1:5752 TIDEGATE_CACHE_TTL=P2D TIDEGATE_WARMUP_SCHEDULE="$schedule" \
    TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 TIDEGATE_NODES_N1_MAX_CONNECTIONS=8 \
    TIDEGATE_NODES_N1_MODELS=deepseek-flash \
    $wlp/bin/server run tidegate-cluster-"$1" >"$work/$1.log" 2>&1 &
}
started() { curl -s http://127.0.0.1:9711/simulator/stats | sed -E 's/.*"started":([0-9]+).*/\1/'; }
password() { sed -nE 's/.*password="([^"]+)".*/\1/p' $wlp/usr/servers/tidegate-cluster-"$1"/configDropins/overrides/admin.xml; }
warmup() { curl -s -u "admin:$(password "$1")" "$2/api/warmup"; }
ask() { # server, first, last: each question once
  for i in $(seq "$2" "$3"); do
    curl -s -o /dev/null -H 'Content-Type: application/json' "$1/v1/chat/completions" \
      -d '{"model":"deepseek-flash","temperature":0,"messages":[{"role":"user","content":"Question '"$i"'"}]}'
  done
}

java -Xmx256m -cp "target/classes:target/tidegate/WEB-INF/lib/*" io.tidegate.simulator.SimulatorMain \
  --port=9711 --name=n1 --capacity=2000 --time-to-first-token=PT0.02S --time-per-token=PT0S \
  --answer-tokens=20 --jitter=0 --reasoning=false >"$work/n1.log" 2>&1 &
serve a 9780 9781 5751
serve b 9782 9783 5752
await $a/health/ready
await $b/health/ready

ask $a 1 100
ask $b 101 200
curl -s -o /dev/null -u "admin:$(password a)" -X DELETE $a/api/cache
sleep 1
ask $a 1 50
before=$(started)
echo "200 questions were asked, 50 have an answer; it is $(date +%T), due at $schedule"
warmup a $a; echo
began=0 most=0 last=$before
for _ in $(seq 400); do
  sleep 1
  now=$(started)
  [ "$now" -eq "$last" ] || { [ $began != 0 ] || began=$(date +%T); }
  [ $((now - last)) -le $most ] || most=$((now - last))
  last=$now
  [ $began = 0 ] || [ "$(warmup a $a | grep -c '"done"')$(warmup b $b | grep -c '"done"')" = 00 ] || break
done
echo "began at $began, asked the node $(($(started) - before)) times, at most $most in a second"
echo "a: $(warmup a $a)"
echo "b: $(warmup b $b)"

echo "--- the node is kept busy for 10 s, and a warm-up is started by hand"
curl -s -o /dev/null -u "admin:$(password a)" -X DELETE $a/api/cache
cat >"$work/load.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"model":"deepseek-flash","messages":[{"role":"user","content":"load"}]}'
EOF
wrk -t1 -c32 -d12 -s "$work/load.lua" $a/v1/chat/completions >/dev/null &
sleep 2
curl -s -o /dev/null -u "admin:$(password a)" -X POST $a/api/warmup
sleep 8
echo "under load: $(warmup a $a)"
sleep 8
echo "after it:   $(warmup a $a)"
