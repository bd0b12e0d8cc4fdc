#!/usr/bin/env bash
# What others feel of a misfortune, with the settings as shipped: calls at an even pace before it and during it, p50, p95
# and p99. Needs a built server (mvn package) and root, for a name server of its own. It uses the ports 9580 to 9583,
# 9701, 9702, 5751 and 5752, and 127.0.0.77:53, or PORT and the next three in place of the first.
# followers: 10 000 callers follow one stream of an event every two seconds
# tier:      the other server of a cluster, which has half of the shared tier of the cache, hangs (SIGSTOP)
# resolver:  the name server no longer answers, for two minutes; the nodes are given by name and known
# Usage: bench/neighbours.sh [followers|tier|resolver ...]; the seconds of a row and of the warm-up by SECONDS_EACH (40)
# and WARMUP_SECONDS (40)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

parts=${*:-followers tier resolver}
seconds=${SECONDS_EACH:-40} warmup=${WARMUP_SECONDS:-40} rate=${RATE:-50} followers=${FOLLOWERS:-10000} port=${PORT:-9580}
source bench/functions.sh
keep_result "neighbours${1:+-$(IFS=-; echo "$*")}"
ulimit -n "$(ulimit -Hn)"
mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java

ask() { # arguments of OpenLoop
  java -Xmx512m -XX:+UseSerialGC -cp "$work/classes" io.tidegate.bench.OpenLoop --url "http://127.0.0.1:$port" \
    "$@" 2>/dev/null
}
json() { sed -E "s/.*\"$1\":([^,}]*).*/\1/" <<<"$2"; }
# All are at temperature 0 and look into the cache; each row's model is its own, so that none is known from the row before.
models=warm=deepseek-flash,one=deepseek-flash,two=deepseek-flash,three=deepseek-flash
row() { # part, what, model
  local figures
  figures=$(ask --model "$3" --rate "$rate" --constant --repeats 0.01 --popular 100000 --seconds "$seconds")
  echo "| $1 | $2 | $(json offered "$figures") | $(json within "$figures") | $(json answer_p50 "$figures") |" \
    "$(json answer_p95 "$figures") | $(json answer_p99 "$figures") |"
}
warm_up() { ask --model warm --rate $((rate * 2)) --repeats 0.3 --popular 1000 --seconds "$warmup" >/dev/null; }
quick_node() { simulate quick 9701 --capacity=1000 --time-to-first-token=PT0.05S --time-per-token=PT0.005S --answer-tokens=32; }
end_servers() {
  kill -CONT "${server_pids[@]}" 2>/dev/null || true
  kill -9 "${server_pids[@]}" 2>/dev/null || true
  wait "${server_pids[@]}" 2>/dev/null || true
  server_pids=()
  pkill -9 -P $$ -f SimulatorMain || true
}

followers() {
  quick_node
  simulate slow 9702 --capacity=10 --time-to-first-token=PT1S --time-per-token=PT2S --answer-tokens=60
  serve tidegate-neighbours "$port" \
    TIDEGATE_NODES_QUICK_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_QUICK_MODELS=$models \
    TIDEGATE_NODES_SLOW_URL=http://127.0.0.1:9702/v1 TIDEGATE_NODES_SLOW_MODELS=slow=deepseek-flash
  warm_up
  row followers before one
  ask --model slow --stream --repeats 1 --popular 1 --rate $((followers / 20)) --seconds 20 --drain 200 \
    --objective-ms 200000 >"$work/followers.json" &
  local crowd=$!
  sleep 25
  row followers "$followers follow" two
  echo "at the node: $(curl -s http://127.0.0.1:9702/simulator/stats | grep -oE '"(started|refused)":[0-9]+' | paste -sd' ')"
  wait $crowd
  echo "followers with the whole answer: $(json within "$(<"$work/followers.json")") of" \
    "$(json offered "$(<"$work/followers.json")")"
}

tier() {
  quick_node
  local shared=(TIDEGATE_CLUSTER_ENABLED=true TIDEGATE_CLUSTER_MEMBERS=127.0.0.1:5751,127.0.0.1:5752
    TIDEGATE_NODES_QUICK_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_QUICK_MODELS=$models)
  serve tidegate-neighbours "$port" "${shared[@]}" TIDEGATE_CLUSTER_PORT=5751
  serve tidegate-neighbours-other $((port + 2)) "${shared[@]}" TIDEGATE_CLUSTER_PORT=5752
  warm_up
  row tier before one
  kill -STOP "${server_pids[1]}"
  row tier "the other server hangs" two
}

resolver() {
  quick_node
  cat >"$work/names.py" <<'PYTHON'
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.77", 53))
while True:
    q, who = s.recvfrom(512)
    end = q.index(b"\0", 12) + 5
    found = q[end - 4:end - 2] == b"\0\1"  # an A record; there is none of another kind
    s.sendto(q[:2] + b"\x81\x80\0\1" + (b"\0\1" if found else b"\0\0") + b"\0\0\0\0" + q[12:end]
             + (b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4\x7f\0\0\1" if found else b""), who)
PYTHON
  python3 "$work/names.py" & local names=$!
  echo "nameserver 127.0.0.77" >"$work/resolv.conf"
  serve tidegate-neighbours "$port" \
    TIDEGATE_NODES_QUICK_URL=http://quick.neighbours.test:9701/v1 TIDEGATE_NODES_QUICK_MODELS=$models \
    unshare --mount sh -c 'mount --bind "$0" /etc/resolv.conf && exec "$@"' "$work/resolv.conf"
  warm_up
  row resolver before one
  kill -STOP $names
  row resolver "the name server hangs, first $seconds s" two
  sleep $((seconds < 60 ? 60 - seconds : 0))
  row resolver "after a minute of that" three
  kill -CONT $names
  kill $names
}

echo "| part | when | calls | within two seconds | p50, ms | p95, ms | p99, ms |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for part in $parts; do
  case $part in
    followers | tier | resolver) $part; end_servers ;;
    *) echo "there is no part $part" >&2; exit 2 ;;
  esac
done
