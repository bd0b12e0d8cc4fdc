#!/usr/bin/env bash
# Tries deploy/nginx and deploy/haproxy in front of three real servers, of which only addresses and ports are changed.
#
# 1. Calls are shared 5/3/2, within two points. 2. Events of streams come at once: how much later than from the servers
# themselves. 3. A server is killed under load: no call fails but those that it had in hand, and none when it is back.
# 4. The servers are restarted one by one as deploy/edge.md says, under load: no call fails.
#
# Needs a built server (mvn package), and from Debian: nginx, haproxy, socat (installed when missing).
# Takes about ten minutes for each edge, 3 GB, and the ports 21100 to 21121. The exit code says whether all held.
#
# Usage: deploy/edge.sh [nginx] [haproxy]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PATH=$PATH:/usr/sbin
for program in nginx haproxy socat; do
  command -v $program || { apt-get update -q && apt-get install -q -y $program; }
done >/dev/null
. bench/functions.sh

# On a busy machine a server takes minutes to start.
await() { # address
  for _ in $(seq 1200); do curl -sf -o /dev/null "$1" && return; sleep 0.5; done
  echo "$1 does not answer" >&2
  exit 1
}
say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
bad() { say "FAILED: $*"; failed=1; }

regions=(eu us ap)
declare -A port=([eu]=21100 [us]=21102 [ap]=21104) weight=([eu]=50 [us]=30 [ap]=20) process
edge=http://127.0.0.1:21110
key=sk-$RANDOM$RANDOM
rate=40 # calls/s: an edge refuses 100/s of one address
settings=(TIDEGATE_TENANTS_TRY_KEY_SHA256="$(printf %s $key | sha256sum | cut -d' ' -f1)" keystore_password=$RANDOM$RANDOM
  TIDEGATE_NODES_N1_URL=http://127.0.0.1:21120/v1 TIDEGATE_NODES_N1_MODELS=deepseek-flash
  TIDEGATE_NODES_N1_MAX_CONNECTIONS=200
  TIDEGATE_NODES_PACED_URL=http://127.0.0.1:21121/v1 TIDEGATE_NODES_PACED_MODELS=paced)
failed=0
edge_process=

start() { # serve or start_server, region
  "$1" "tidegate-edge-$2" "${port[$2]}" "${settings[@]}"
  process[$2]=${server_pids[-1]}
}

# The shipped file with other addresses, and around nginx's what a main file has; each writes a line about each call.
at_home() { # file
  sed -e 's/eu\.tidegate\.example:9080/127.0.0.1:21100/' -e 's/us\.tidegate\.example:9080/127.0.0.1:21102/' \
    -e 's/ap\.tidegate\.example:9080/127.0.0.1:21104/' "$1"
}
start_nginx() {
  {
    echo "daemon off; user $(id -un); worker_processes auto; error_log $work/nginx.log; pid $work/nginx.pid;"
    echo "events { worker_connections 4096; }"
    echo "http { log_format calls '\$msec \$request_time \$status \$upstream_addr'; access_log $work/calls calls;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $work/$kind;"; done
    at_home deploy/nginx/tidegate.conf | sed -e '/^ *ssl_certificate/d' -e 's/listen 443 ssl/listen 127.0.0.1:21110/'
    echo "}"
  } >"$work/nginx.conf"
  nginx -p "$work" -c "$work/nginx.conf" &
  edge_process=$!
}
start_haproxy() {
  at_home deploy/haproxy/haproxy.cfg |
    sed -e 's/^ *bind :443.*/  bind 127.0.0.1:21110/' -e "s|/run/haproxy/|$work/|" >"$work/haproxy.cfg"
  TZ=UTC haproxy -db -f "$work/haproxy.cfg" >"$work/calls" 2>"$work/haproxy.log" &
  edge_process=$!
}
stop_edge() {
  [ -z "$edge_process" ] || { kill "$edge_process" && wait "$edge_process"; } 2>/dev/null || true
  edge_process=
}
trap 'stop_edge; finish' EXIT

# By hand, as deploy/edge.md says.
take_out_nginx() { # region
  sed -i "s/127.0.0.1:${port[$1]} /&down /" "$work/nginx.conf"
  kill -HUP $edge_process
}
put_back_nginx() {
  sed -i "s/127.0.0.1:${port[$1]} down /127.0.0.1:${port[$1]} /" "$work/nginx.conf"
  kill -HUP $edge_process
}
haproxy_state() { echo "set server tidegate/$1 state $2" | socat - "$work/tidegate.sock" >/dev/null; }
take_out_haproxy() { haproxy_state "$1" drain; }
put_back_haproxy() { haproxy_state "$1" ready; }

# The calls of the edge's log: begin and end in seconds of the day, status, server.
calls_nginx() {
  awk '{ end = $1 % 86400; printf "%.3f %.3f %d %s\n", end - $2, end, $3, $NF }' "$work/calls" |
    sed -e 's/127.0.0.1:21100/eu/' -e 's/127.0.0.1:21102/us/' -e 's/127.0.0.1:21104/ap/'
}
calls_haproxy() {
  awk '$3 == "tidegate" { split($2, at, /[]:[]/); split($4, server, "/"); split($5, took, "/")
    begin = at[3] * 3600 + at[4] * 60 + at[5]
    printf "%.3f %.3f %d %s\n", begin, begin + took[5] / 1000, $6, server[2] }' "$work/calls"
}
now() { date +%s.%N | awk '{ printf "%.3f\n", $1 % 86400 }'; }

generate() { # arguments of OpenLoop: one line of JSON
  java -Xmx256m -XX:+UseSerialGC -cp "$work/classes" io.tidegate.bench.OpenLoop --url $edge --key $key --rate $rate "$@" \
    2>/dev/null
}
load() { # what happens meanwhile: the outcome in $work/load.json
  touch "$work/under-load"
  generate --seconds 3600 --while "$work/under-load" >"$work/load.json" &
  local generator=$!
  sleep 5
  "$@"
  sleep 5
  rm "$work/under-load"
  wait $generator
}
figure() { sed -E "s/.*\"$1\":([0-9.]+).*/\1/" "$work/load.json"; } # name
lost() { echo $(($(figure failed) + $(figure unfinished))); }
told() {
  say "  $(figure offered) calls, failed $(lost), sent again on a new connection $(figure resent)," \
    "statuses besides 200: $(sed -E 's/.*"statuses":(.*)\}$/\1/' "$work/load.json")"
}

served() { metric "http://127.0.0.1:${port[$1]}" tidegate_requests_total; } # region
shares() {
  local region all=0 share
  declare -A before count
  for region in "${regions[@]}"; do before[$region]=$(served "$region"); done
  generate --seconds 20 --constant >"$work/load.json"
  for region in "${regions[@]}"; do
    count[$region]=$(($(served "$region") - before[$region]))
    all=$((all + count[$region]))
  done
  told
  for region in "${regions[@]}"; do
    share=$(awk "BEGIN { printf \"%.1f\", 100 * ${count[$region]} / $all }")
    say "  $region: ${count[$region]} calls, $share % of weight ${weight[$region]}"
    awk "BEGIN { d = $share - ${weight[$region]}; exit !(d <= 2 && d >= -2) }" || bad "the share of $region"
  done
  [ "$(lost)" = 0 ] || bad "calls failed"
}

delays() {
  local addresses=() region measured
  for region in "${regions[@]}"; do addresses+=("http://127.0.0.1:${port[$region]}"); done
  measured=$(java -Xmx256m -cp "$work/classes" io.tidegate.bench.EventDelay 21121 $key $edge "${addresses[@]}") ||
    bad "events are held up"
  say "  $measured"
}

kill_and_start() {
  killed=$(now)
  kill -9 "${process[eu]}"
  # Until then its sockets are open, and what comes over them is in its hands.
  { wait "${process[eu]}" || true; } 2>/dev/null
  gone=$(now)
  sleep 10
  start start_server eu
  before=$(served eu)
  sleep 15
  [ "$(served eu)" -gt "$before" ] || bad "the killed server gets no calls again"
}
kill_one() { # edge
  load kill_and_start
  told
  local in_hand others
  in_hand=$("calls_$1" | awk -v killed="$killed" -v gone="$gone" '$4 == "eu" && $1 <= gone && $2 >= killed' | wc -l)
  others=$("calls_$1" | awk -v gone="$gone" '($3 < 200 || $3 >= 400) && !($4 == "eu" && $1 <= gone)' | wc -l)
  say "  in hand at the killed server: $in_hand; failed besides those: $others"
  [ "$others" = 0 ] && [ "$(lost)" -le "$in_hand" ] || bad "more calls failed than the killed server had in hand"
}

restart_each() { # edge
  local region
  for region in "${regions[@]}"; do
    "take_out_$1" "$region"
    sleep 2
    $wlp/bin/server stop "tidegate-edge-$region" >"$work/stop.log"
    start start_server "$region"
    "put_back_$1" "$region"
    sleep 5
    say "  $region is restarted"
  done
}
restart_all() { # edge
  load restart_each "$1"
  told
  [ "$(lost)" = 0 ] || bad "calls failed"
}

mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java
simulate n1 21120 --capacity=1000 --time-to-first-token=PT0.2S --time-per-token=PT0.02S --answer-tokens=10
for region in "${regions[@]}"; do
  start serve "$region"
  say "$region is ready"
done
[ $# -gt 0 ] || set -- nginx haproxy
for product; do
  say "== $product: shares"
  "start_$product"
  sleep 3
  shares
  say "== $product: events"
  delays
  say "== $product: a server is killed"
  kill_one "$product"
  say "== $product: restart one by one"
  restart_all "$product"
  stop_edge
done

[ $failed = 0 ] && say "all as it should be"
exit $failed
