#!/usr/bin/env bash
# Tries what is in deploy/prometheus and deploy/grafana with the real tools: Prometheus, Alertmanager and a node
# exporter watch two servers with simulated nodes and clients.
#
# 1. All targets are up. 2. Every query of every dashboard gives data, and no error on a Prometheus that has none.
# 3. When the nodes are killed, HighErrorRate fires after two minutes in Prometheus, in Alertmanager and in
# /api/alerts of both servers; when they are back, it resolves in all three.
#
# Needs a built server (mvn package), and from Debian: prometheus prometheus-alertmanager prometheus-node-exporter.
# Takes twelve minutes, and the ports 21000 to 21021.
#
# Usage: deploy/try.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/functions.sh
prometheus=http://127.0.0.1:21010
alertmanager=http://127.0.0.1:21011
a=http://127.0.0.1:21000 b=http://127.0.0.1:21002
failed=0

# On a busy machine a server takes minutes to start.
await() { # address
  for _ in $(seq 1200); do curl -sf -o /dev/null "$1" && return; sleep 0.5; done
  echo "$1 does not answer" >&2
  exit 1
}
say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
bad() { say "FAILED: $*"; failed=1; }

# A server with an administrator, for /api/alerts.
with_administrator() { # server name
  mkdir -p "$wlp/usr/servers/$1/configDropins/overrides"
  cat >"$wlp/usr/servers/$1/configDropins/overrides/admin.xml" <<XML
<server><basicRegistry id="basic" realm="tidegate"><user name="admin" password="trying"/>
<group name="admin"><member name="admin"/></group></basicRegistry></server>
XML
}
node() { # name, port
  simulate "$1" "$2" --capacity=8 --time-to-first-token=PT0.2S --time-per-token=PT0.005S --answer-tokens=40
  eval "pid_$1=$!"
}
serve_one() { # name, port
  serve "$1" "$2" with_administrator TIDEGATE_NODES_N1_URL=http://127.0.0.1:21020/v1 \
    TIDEGATE_NODES_N1_MODELS=deepseek-flash TIDEGATE_NODES_N1_MAX_CONNECTIONS=2 \
    TIDEGATE_NODES_N2_URL=http://127.0.0.1:21021/v1 TIDEGATE_NODES_N2_MODELS=deepseek-flash \
    TIDEGATE_NODES_N2_MAX_CONNECTIONS=2
}

# Clients that ask without an end: new questions, known ones, jobs.
chat() { # address, question
  curl -s -m 30 -o /dev/null "$1/v1/chat/completions" -H 'Content-Type: application/json' \
    -d "{\"model\": \"deepseek-flash\", \"temperature\": 0, \"messages\": [{\"role\": \"user\", \"content\": \"$2\"}]}" || true
}
client() { # address, number
  local i=0
  while :; do
    i=$((i + 1))
    chat "$1" "question $2 $i"
    chat "$1" "the same"
    [ $((i % 10)) != 0 ] || curl -s -m 30 -o /dev/null "$1/api/jobs" -H 'Content-Type: application/json' \
      -d '{"model": "deepseek-flash", "messages": [{"role": "user", "content": "later"}]}' || true
    sleep 0.2
  done
}

query() { # expression: its values, one a line, without NaN
  promtool query instant "$prometheus" "$1" 2>>"$work/promtool.log" | { grep -v -e 'NaN' -e '^$' || true; }
}
expressions() { # dashboard file: one a line, variables replaced
  sed -nE 's/^ *"expr": "(.*)",$/\1/p' "$1" |
    sed -e 's/\\"/"/g' -e 's/\$__rate_interval/1m/g' -e 's/\$instance/.+/g'
}

firing_in() { # where: 0 if HighErrorRate fires there
  local said
  case $1 in
    prometheus) said=$(query 'ALERTS{alertname="HighErrorRate",alertstate="firing"}') ;;
    alertmanager) said=$(amtool --alertmanager.url=$alertmanager alert query HighErrorRate -o simple) ;;
    server-a) said=$(alerts $a) ;;
    server-b) said=$(alerts $b) ;;
    *) exit 1 ;;
  esac
  [[ $said == *HighErrorRate* ]]
}
alerts() { # address: those that fire
  curl -s -u admin:trying "$1/api/alerts" | sed -E 's/"pending":.*//'
}
when() { # yes or no, seconds at most: waits until all say so, and tells when each did
  local want=$1 end=$((SECONDS + $2)) place left=(prometheus alertmanager server-a server-b) not now
  while [ ${#left[@]} -gt 0 ] && [ $SECONDS -lt $end ]; do
    not=()
    for place in "${left[@]}"; do
      if firing_in "$place"; then now=yes; else now=no; fi
      if [ $now = "$want" ]; then
        say "  $place: firing $now, seen $((SECONDS - began)) s after that"
      else
        not+=("$place")
      fi
    done
    left=("${not[@]}")
    sleep 1
  done
  [ ${#left[@]} = 0 ] || bad "HighErrorRate firing $want not seen in: ${left[*]}"
}

mkdir "$work/prometheus" "$work/empty"
cp deploy/prometheus/*.yml "$work/prometheus"
sed -i -e 's/gate1:9443, gate2:9443/127.0.0.1:21001, 127.0.0.1:21003/' -e 's/ca_file: root.crt/insecure_skip_verify: true/' \
  -e 's/gate1:9100, gate2:9100/127.0.0.1:21012/' \
  -e 's/localhost:9093/127.0.0.1:21011/' "$work/prometheus/prometheus.yml"
promtool check config "$work/prometheus/prometheus.yml" >/dev/null

node n1 21020
node n2 21021
serve_one try-a 21000
serve_one try-b 21002
prometheus-node-exporter --web.listen-address=127.0.0.1:21012 >"$work/exporter.log" 2>&1 &
prometheus-alertmanager --config.file=deploy/prometheus/alertmanager.yml --web.listen-address=127.0.0.1:21011 \
  --storage.path="$work/alertmanager" --cluster.listen-address= >"$work/alertmanager.log" 2>&1 &
prometheus --config.file="$work/prometheus/prometheus.yml" --web.listen-address=127.0.0.1:21010 \
  --storage.tsdb.path="$work/data" >"$work/prometheus.log" 2>&1 &
await $prometheus/-/ready
await $alertmanager/-/ready
for n in 1 2 3 4 5 6; do client $a $n & client $b $n & done
say "two servers, two nodes, twelve clients"
sleep 150

say "targets"
query up
[ "$(query 'up == 1' | wc -l)" = 3 ] || bad "not all targets are up"

say "dashboards"
for board in deploy/grafana/*.json; do
  good=0
  while IFS= read -r expression; do
    if [ -n "$(query "$expression")" ]; then good=$((good + 1)); else bad "no data: $expression"; fi
  done < <(expressions "$board")
  say "  $(basename "$board"): $good queries give data"
done

say "dashboards on a Prometheus without data"
echo 'scrape_configs: []' >"$work/empty.yml"
prometheus --config.file="$work/empty.yml" --web.listen-address=127.0.0.1:21013 \
  --storage.tsdb.path="$work/empty" >"$work/empty.log" 2>&1 &
await http://127.0.0.1:21013/-/ready
while IFS= read -r expression; do
  promtool query instant http://127.0.0.1:21013 "$expression" >/dev/null 2>&1 || bad "error: $expression"
done < <(for board in deploy/grafana/*.json; do expressions "$board"; done)

say "quiet before: $(query 'ALERTS{alertname="HighErrorRate"}' | wc -l) of HighErrorRate"
began=$SECONDS
# shellcheck disable=SC2154 # set by node
kill -9 "$pid_n1" "$pid_n2"
say "both nodes are killed"
when yes 240

node n1 21020
node n2 21021
began=$SECONDS
say "both nodes are back"
when no 240
say "what the servers remember"
for server in $a $b; do
  said=$(curl -s -u admin:trying "$server/api/alerts")
  [[ $said == *'"resolved":['*'"name":"HighErrorRate"'* ]] || bad "$server does not remember HighErrorRate"
done

[ $failed = 0 ] && say "all as it should be"
exit $failed
