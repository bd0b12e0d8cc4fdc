#!/usr/bin/env bash
# Tidegate beside other proxies and gateways, in front of the same node, asked by the same generator, in turns in one run:
# nginx and HAProxy with kept connections, Spring Cloud Gateway, a reverse proxy on Vert.x, Portkey, and Tidegate with the
# settings as shipped, also on a JDK 25 when there is one (JDK25, or in /usr/lib/jvm). Each is warmed in the same way, and
# has what it comes with: nginx runs one worker, since node and generator need the other core. The others only pass bytes on,
# apart from Portkey; what Tidegate does beside it nobody takes off here.
#
# Plain calls go to an nginx that answers a constant, by wrk; streams to a node of ours (StreamNode), which says in each
# event when it was sent, by StreamLoad, which checks that none is lost, doubled or out of order. Node, generator and front
# share the cores, so that the throughput of the fast ones is bounded by the generator, too: CPU per call has not that fault.
#
# Needs nginx, haproxy and wrk (Debian packages), npm, Maven and a built server (mvn package); fetches Portkey, Vert.x and
# Spring Cloud Gateway the first time. It uses the ports 9380 to 9383, 9701 to 9711 and 9787.
# Usage: bench/peers.sh [rounds] [seconds each] [warm-up seconds]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nginx >/dev/null && command -v haproxy >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx haproxy wrk
} >/dev/null

source bench/functions.sh
rounds=${1:-3} seconds=${2:-4} warmup=${3:-20}
streams=${STREAMS:-2000} only=${ONLY:-nginx haproxy vertx spring portkey tidegate tidegate25}
peers=target/peers
ulimit -n "$(ulimit -Hn)"
mkdir "$work/bench"
javac -d "$work/bench" bench/java/io/tidegate/bench/streams/*.java

fetch() {
  local peer
  for peer in vertx spring; do
    [ -s $peers/$peer/classpath ] || mvn -q -B -ntp -f bench/peers/$peer/pom.xml dependency:build-classpath \
      -Dmdep.outputFile="$PWD/$peers/$peer/classpath"
    javac -parameters -d $peers/$peer/classes -cp "$(cat $peers/$peer/classpath)" bench/peers/$peer/src/io/tidegate/bench/peers/*.java
  done
  bench/peers/portkey.sh
} >&2
fetch

declare -A pid plain streamed header
keep_alive="proxy_http_version 1.1; proxy_set_header Connection ''; proxy_buffering off;"
run_nginx "$(stub 9701)" node
java -Xmx256m -cp "$work/bench" io.tidegate.bench.streams.StreamNode 9702 >"$work/stream-node.log" 2>&1 &

start_nginx() {
  run_nginx "upstream plain { server 127.0.0.1:9701; keepalive 512; keepalive_requests 100000000; }
upstream streams { server 127.0.0.1:9702; keepalive 512; keepalive_requests 100000000; }
proxy_cache_path $work/cache keys_zone=answers:10m;
server { listen 127.0.0.1:9703 backlog=4096; location / { $keep_alive proxy_pass http://plain; } }
server { listen 127.0.0.1:9704 backlog=4096; location / { $keep_alive proxy_pass http://streams; } }
server { listen 127.0.0.1:9705 backlog=4096; location / {
  proxy_pass http://plain; proxy_cache answers; proxy_cache_methods POST; proxy_cache_valid 30m;
  proxy_cache_key \$request_uri\$request_body;
} }" front
  pid[nginx]=$nginx_pid plain[nginx]=http://127.0.0.1:9703 streamed[nginx]=http://127.0.0.1:9704
}
start_haproxy() {
  cat >"$work/haproxy.cfg" <<END
global
  maxconn 9000
defaults
  mode http
  timeout connect 5s
  timeout client 300s
  timeout server 300s
  option http-no-delay
  http-reuse always
frontend plain
  bind 127.0.0.1:9706
  default_backend plain
frontend streams
  bind 127.0.0.1:9707
  default_backend streams
backend plain
  server node 127.0.0.1:9701
backend streams
  server node 127.0.0.1:9702
END
  haproxy -db -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
  pid[haproxy]=$! plain[haproxy]=http://127.0.0.1:9706 streamed[haproxy]=http://127.0.0.1:9707
}
start_vertx() {
  java -Xmx1g -cp "$peers/vertx/classes:$(cat $peers/vertx/classpath)" io.tidegate.bench.peers.VertxProxy 9708 9701 9709 9702 \
    >"$work/vertx.log" 2>&1 &
  pid[vertx]=$! plain[vertx]=http://127.0.0.1:9708 streamed[vertx]=http://127.0.0.1:9709
}
start_spring() {
  java -Xmx1g -Dserver.port=9710 -Dplain=http://127.0.0.1:9701 -Dstreams=http://127.0.0.1:9702 \
    -cp "$peers/spring/classes:$(cat $peers/spring/classpath)" io.tidegate.bench.peers.SpringGateway >"$work/spring.log" 2>&1 &
  pid[spring]=$! plain[spring]=http://127.0.0.1:9710 streamed[spring]=http://127.0.0.1:9710 header[spring]="x-streams: yes"
}
start_portkey() {
  NODE_ENV=production node $peers/portkey/node_modules/@portkey-ai/gateway/build/start-server.js --port=9787 --headless \
    >"$work/portkey.log" 2>&1 &
  pid[portkey]=$! plain[portkey]=http://127.0.0.1:9787 streamed[portkey]=http://127.0.0.1:9787
  header[portkey]="x-portkey-provider: openai"$'\r\n'"x-portkey-custom-host: http://127.0.0.1:9702/v1"$'\r\n'"Authorization: Bearer none"
}
tidegate() { # name, port, [VARIABLE=value ...]
  local name=$1 port=$2
  shift 2
  serve "tidegate-peers-$name" "$port" TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m \
    TIDEGATE_NODES_STREAMS_URL=http://127.0.0.1:9702/v1 TIDEGATE_NODES_STREAMS_MODELS=s \
    TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000 TIDEGATE_NODES_STREAMS_MAX_CONNECTIONS=10000 "$@"
  pid[$name]=${server_pids[-1]} plain[$name]=http://127.0.0.1:$port streamed[$name]=http://127.0.0.1:$port
}
start_tidegate() { tidegate tidegate 9380; }
start_tidegate25() {
  local home=${JDK25:-$(ls -d /usr/lib/jvm/*25* 2>/dev/null | head -1 || true)}
  [ -n "$home" ] && tidegate tidegate25 9382 JAVA_HOME="$home" && return
  echo "There is no JDK 25 in /usr/lib/jvm, so Tidegate on it is not measured."
}
alive() { # front: until it answers a plain call
  for _ in $(seq 240); do
    curl -s -m 5 -o /dev/null -w '%{http_code}' "${curl_call[@]}" "${plain[$1]}/v1/chat/completions" | grep -q 200 && return
    kill -0 "${pid[$1]}" || break
    sleep 0.5
  done
  echo "$1 does not answer" >&2
  tail -20 "$work/$1.log" >&2
  exit 1
}

question='{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'
cached='{"model":"m","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}'
curl_call=(-H 'Content-Type: application/json' -H 'Authorization: Bearer none' -H 'x-portkey-provider: openai'
  -H 'x-portkey-custom-host: http://127.0.0.1:9701/v1' -d "$question")
for body in post:"$question" cached:"$cached"; do
  wrk_posts "${body#*:}"
  cat >>"$work/post.lua" <<'END'
wrk.headers["Authorization"] = "Bearer none"
wrk.headers["x-portkey-provider"] = "openai"
wrk.headers["x-portkey-custom-host"] = "http://127.0.0.1:9701/v1"
END
  mv "$work/post.lua" "$work/${body%%:*}.made"
done
mv "$work/post.made" "$work/post.lua"
mv "$work/cached.made" "$work/cached.lua"

keep_result peers
asked=()
for front in $only; do
  "start_$front"
  [ -n "${plain[$front]:-}" ] && asked+=("$front") && alive "$front"
done
await http://127.0.0.1:9702/v1/models
plain[direct]=http://127.0.0.1:9701 streamed[direct]=http://127.0.0.1:9702 pid[direct]=

put() { echo "$1 $2 $3" >>"$work/$4"; } # row, column, value, table
load() { # script, address, connections, seconds: "rate=... calls=... p50=... p99=... bad=..."; times in microseconds
  wrk -t1 -c"$3" -d"$4" --latency -s "$work/$1.lua" "$2/v1/chat/completions" | awk '
    function micros(text) { return text ~ /us$/ ? text + 0 : text ~ /ms$/ ? text * 1000 : text * 1000000 }
    $1 == "50%" {p50 = micros($2)} $1 == "99%" {p99 = micros($2)} /requests in/ {calls = $1}
    /Non-2xx/ {bad = $NF} /Socket errors/ {bad += $4 + $6 + $8 + $10} /Requests\/sec/ {rate = $2}
    END {printf "rate=%s calls=%d p50=%d p99=%d bad=%d\n", rate, calls, p50, p99, bad}'
}
stream() { # front, arguments of StreamLoad
  local front=$1
  shift
  java -Xmx512m -XX:+UseSerialGC -cp "$work/bench" io.tidegate.bench.streams.StreamLoad --url "${streamed[$front]}" \
    ${header[$front]:+--header "${header[$front]}"} "$@" || true
}

for front in "${asked[@]}"; do
  load post "${plain[$front]}" 64 "$warmup" >/dev/null
  stream "$front" --streams 64 --events 100 --pace-us 1000 --seconds $((warmup / 3 + 1)) >/dev/null
done
for address in http://127.0.0.1:9705 "${plain[tidegate]:-}"; do
  [ -z "$address" ] || load cached "$address" 64 $((warmup / 3 + 1)) >/dev/null
done

for _ in $(seq "$rounds"); do
  for front in direct "${asked[@]}"; do
    figures=$(load post "${plain[$front]}" 1 "$seconds")
    put "$front" plain_p50,_us "$(figure p50 "$figures")" latency
    put "$front" plain_p99,_us "$(figure p99 "$figures")" latency
    figures=$(stream "$front" --streams 1 --events 1 --pace-us 0 --seconds "$seconds" --settle 1)
    put "$front" first_token_p50,_us "$(figure first_p50_us "$figures")" latency
    put "$front" first_token_p99,_us "$(figure first_p99_us "$figures")" latency
  done
  for connections in 32 256; do
    for front in "${asked[@]}"; do
      before=$(ticks ${pid[$front]})
      figures=$(load post "${plain[$front]}" $connections "$seconds")
      put "$front" "calls/s_at_$connections" "$(figure rate "$figures")" throughput
      [ $connections = 32 ] || put "$front" CPU_per_call_at_256,_us \
        "$((($(ticks ${pid[$front]}) - before) * 10000 / $(figure calls "$figures")))" throughput
      put "$front" "failed_at_$connections" "$(figure bad "$figures")" throughput
    done
  done
  for front in nginx tidegate; do
    [ -n "${plain[$front]:-}" ] || continue
    address=${plain[$front]}
    [ $front = tidegate ] || address=http://127.0.0.1:9705
    put "$front" known_answers/s_at_64 "$(figure rate "$(load cached $address 64 "$seconds")")" cached
  done
done
for front in "${asked[@]}"; do put "$front" resident_after_plain_calls,_MiB "$(resident ${pid[$front]})" size; done

for front in direct "${asked[@]}"; do
  figures=$(stream "$front" --streams "$streams" --events 16 --pace-us 500000 --ramp 2 --settle 2)
  put "$front" most_streams_at_once "$(figure most_at_once "$figures")" streams
  put "$front" complete "$(figure complete "$figures")" streams
  put "$front" events_lost,_doubled "$(($(figure lost "$figures") + $(figure doubled_or_reordered "$figures")))" streams
  put "$front" event_p50,_us "$(figure delay_p50_us "$figures")" streams
  put "$front" event_p99,_us "$(figure delay_p99_us "$figures")" streams
  [ $front = direct ] || put "$front" resident_after_streams,_MiB "$(resident ${pid[$front]})" size
  before=$(ticks ${pid[$front]})
  figures=$(stream "$front" --streams 256 --events 100 --pace-us 1000 --seconds $((seconds + 1)) --settle 1)
  put "$front" events/s_of_256_that_never_wait "$(figure events_per_s "$figures")" streams
  [ $front = direct ] || put "$front" CPU_per_event,_us \
    "$((($(ticks ${pid[$front]}) - before) * 10000 / ($(figure events "$figures") + 1)))" streams
done

echo "Medians of $rounds rounds of $seconds s each, in turns. Latency at one connection; what a front adds is its row less the first."
echo
medians front <"$work/latency"
echo
medians front <"$work/throughput"
echo
[ ! -s "$work/cached" ] || medians "an answer that is known" <"$work/cached"
echo
echo "$streams streams of 16 events, one each half second, once; then 256 whose node sends as fast as it is read, at most 256 000/s."
echo
medians front <"$work/streams"
echo
medians front <"$work/size"
echo
if [ -n "${plain[tidegate]:-}" ]; then
  echo "Tidegate's ratio to each, by the medians:"
  for table in throughput:calls/s_at_32 throughput:calls/s_at_256 cached:known_answers/s_at_64 \
    streams:events/s_of_256_that_never_wait; do
    grep " ${table#*:} " "$work/${table%%:*}" 2>/dev/null | medians front |
      awk -F' *[|] *' -v what="${table#*:}" 'NR > 2 {name[NR] = $2; value[NR] = $3; if ($2 == "tidegate") own = $3}
        END {gsub("_", " ", what); printf "- %s:", what
          for (i = 3; i <= NR; i++) if (name[i] != "tidegate" && name[i] != "direct" && value[i] > 0) printf " %s %.2f", name[i], own / value[i]
          print ""}' || true
  done
fi
