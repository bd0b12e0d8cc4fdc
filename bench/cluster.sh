#!/usr/bin/env bash
# Two servers share an account that takes 40 calls at once; one of them is killed under load. Shows that
# the node never has more than 40, how soon the other uses the killed one's places, and that each permit
# came back. Needs a built server (mvn package); uses the ports 9711, 9780 to 9783, 5751 and 5752.
#
# Usage: bench/cluster.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

limit=40
rate=60   # calls/s at each server, each of one second: three times what the account takes
work=$(mktemp -d)
wlp=target/liberty/wlp
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
    TIDEGATE_ACCOUNTS_MAX_CONCURRENT=$limit TIDEGATE_ADMISSION_MAX_WAIT=PT3S \
    TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 TIDEGATE_NODES_N1_MAX_CONNECTIONS=1000 \
    TIDEGATE_NODES_N1_ACCOUNT=shared TIDEGATE_NODES_N1_MODELS=deepseek-flash \
    $wlp/bin/server run tidegate-cluster-"$1" >"$work/$1.log" 2>&1 &
}
metric() { # port, name: the sum over labels, or nothing when the server is gone
  curl -s -m 1 "http://127.0.0.1:$1/metrics" | awk -v m="^$2[{ ]" '$0 ~ m {s += $NF} END {print s + 0}'
}
ask() { # port, seconds
  java -Xmx256m -XX:+UseSerialGC -cp "$work/classes" io.tidegate.bench.OpenLoop \
    --url "http://127.0.0.1:$1" --phases "$rate:$2" --objective-ms 5000 >"$work/$1.json" 2>/dev/null &
}
running() { curl -s http://127.0.0.1:9711/simulator/stats | sed -E 's/.*"inFlight":([0-9]+).*/\1/'; }
watch_for() { # seconds: one line for each half second
  local end=$((SECONDS + $1)) now
  while [ $SECONDS -lt $end ]; do
    now=$(running)
    [ "$now" -le "$most" ] || most=$now
    printf '%4d s  node %3d  leases %3d %3d\n' $((SECONDS - began)) "$now" \
      "$(metric 9780 tidegate_lease)" "$(metric 9782 tidegate_lease)"
    sleep 0.5
  done
}

mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java
java -Xmx256m -cp "target/classes:target/tidegate/WEB-INF/lib/*" io.tidegate.simulator.SimulatorMain \
  --port=9711 --name=n1 --capacity=1000 --time-to-first-token=PT1S --time-per-token=PT0S \
  --answer-tokens=4 --jitter=0 --reasoning=false >"$work/n1.log" 2>&1 &
serve a 9780 9781 5751
serve b 9782 9783 5752
await http://127.0.0.1:9780/health/ready
await http://127.0.0.1:9782/health/ready
sleep 5

began=$SECONDS most=0
ask 9780 60
ask 9782 20
watch_for 20
echo "kill -9 of the second server"
pkill -9 -f "ws-server.jar tidegate-cluster-b"
watch_for 20
sleep 26
echo "most at the node at once: $most of $limit"
echo "permits of the first server: $(metric 9780 tidegate_permits_issued_total) issued," \
  "$(metric 9780 tidegate_permits_returned_total) returned"
