#!/usr/bin/env bash
# What callers get when they ask for more than the nodes can do: Tidegate beside nginx least_conn, in
# front of the same three simulated nodes, asked by an open-loop generator (bench/java, OpenLoop).
# With FRONTS="Tidegate nginx Portkey" Portkey's gateway from npm is measured, too, which shares the calls among the nodes by
# weight. The output is kept, and the rows as a table for programs, of which bench/picture.sh makes the README's picture:
# bench/results/overload.txt and overload.csv, or in the folder RESULTS.
# Needs nginx (installed when missing) and a built server (mvn package); npm for Portkey. It uses the ports 9711 to 9787.
#
# Usage: bench/overload.sh [part ...]; the parts, and all of them without any:
#   machine   the simulators through nginx at 1.0 times their capacity: is the machine fit for this?
#   load      0.8, 1.5, 2 and 3 times the capacity, plain calls
#   streams   the same for streams, with a third of the capacity: 32 events for each call, each passed
#             on by itself, cost so much that two cores would be measured and not the gateway
#   queue, queue-streams
#             the same in front of nodes that refuse nobody, but let calls wait for a place, as vLLM
#             does; their connections are not bounded, and how much they work at nobody has said
#   cold, cold-queue
#             plain calls from the moment on at which a server is ready that was started for that load
#   spike     2.5 times the capacity between stretches of 0.7, from clients that retry as SDKs do
#   fairness  a tenant at ten times its fair share beside one within it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${SECONDS_EACH:-60}     # of each load
spike=${SPIKE_SECONDS:-60}
after=${AFTER_SECONDS:-60}      # of the stretch after the spike
warmup=${WARMUP_SECONDS:-90}
settle=${SETTLE_SECONDS:-5}     # the generator's own start, left out of each summary
capacity=${CAPACITY:-100}       # calls at once that each node takes
loads=${LOADS:-0.8 1.5 2 3}
max_wait=${MAX_WAIT:-}          # tidegate.admission.max-wait, to try another; the shipped one without
connections=${MAX_CONNECTIONS:-} # of each node; without, nobody has told the gateway what they take
unbounded=1000000               # calls that wait at a node that queues
objective=2000                  # milliseconds from due to answered
answer_time=0.205               # seconds: 50 ms to the first of 32 tokens, 31 times 5 ms to the last
parts=${*:-machine load streams queue queue-streams cold cold-queue spike fairness}

command -v nginx >/dev/null || { apt-get update -q && apt-get install -q -y nginx; } >/dev/null

# Open-loop clients of a gateway that does not answer hold a connection each.
ulimit -n "$(ulimit -Hn)"

source bench/functions.sh
server=$wlp/usr/servers/tidegate-overload
gateway=http://127.0.0.1:9780 balancer=http://127.0.0.1:9720 portkey=http://127.0.0.1:9787
fronts=${FRONTS:-Tidegate nginx}
loud_key=sk-loud-$RANDOM$RANDOM modest_key=sk-modest-$RANDOM$RANDOM
simulator_pids= nginx_pid= gateway_pid= portkey_pid=

stop_fleet() {
  local pid
  for pid in $gateway_pid $nginx_pid $portkey_pid $simulator_pids; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in $gateway_pid $nginx_pid $portkey_pid $simulator_pids; do
    wait "$pid" 2>/dev/null || true
  done
  simulator_pids= nginx_pid= gateway_pid= portkey_pid=
}
servers+=(tidegate-overload)
# nginx' worker would outlive a master that is killed outright.
trap 'status=$?; stop_fleet; finish $status' EXIT

mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java

cat >"$work/nginx.conf" <<CONF
daemon off;
worker_processes 1;
worker_rlimit_nofile 65536;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 32768; }
http {
  access_log off;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  keepalive_requests 100000000;
  upstream nodes {
    least_conn;
    server 127.0.0.1:9711; server 127.0.0.1:9712; server 127.0.0.1:9713;
    keepalive 512; keepalive_requests 100000000;
  }
  server {
    listen 127.0.0.1:9720 backlog=4096;
    location / {
      proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off;
      proxy_pass http://nodes;
    }
  }
}
CONF

digest() { printf %s "$1" | sha256sum | cut -d' ' -f1; }

start_fleet() { # capacity of each node, by what part its times vary, how many calls may wait there
  local node
  for node in 1 2 3; do
    java -Xmx256m -XX:+UseSerialGC -cp "target/classes:target/tidegate/WEB-INF/lib/*" \
      io.tidegate.simulator.SimulatorMain --port=971$node --name=node-$node --capacity="$1" \
      --time-to-first-token=PT0.05S --time-per-token=PT0.005S --answer-tokens=32 --jitter="${2:-0}" \
      --queue="${3:-0}" --reasoning=false >"$work/node-$node.log" 2>&1 &
    simulator_pids+=" $!"
  done
  nginx -c "$work/nginx.conf" -p "$work" >"$work/nginx.log" 2>&1 &
  nginx_pid=$!
  case $fronts in *Portkey*) start_portkey ;; esac
  rate=$(awk -v c="$1" -v t=$answer_time 'BEGIN {printf "%.0f", 3 * c / t}')
  for node in 1 2 3; do await http://127.0.0.1:971$node/simulator/stats; done
}

start_portkey() {
  bench/peers/portkey.sh
  NODE_ENV=production node target/peers/portkey/node_modules/@portkey-ai/gateway/build/start-server.js --port=9787 \
    --headless >"$work/portkey.log" 2>&1 &
  portkey_pid=$!
}
portkey_targets() { # as Portkey's configuration
  local node targets=
  for node in 1 2 3; do
    targets+="${targets:+,}{\"provider\":\"openai\",\"api_key\":\"none\",\"custom_host\":\"http://127.0.0.1:971$node/v1\"}"
  done
  echo "{\"strategy\":{\"mode\":\"loadbalance\"},\"targets\":[$targets]}"
}

start_gateway() {
  rm -rf "$server"
  mkdir -p "$server"
  cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,apps,configDropins,jdbc} "$server"
  env ${max_wait:+TIDEGATE_ADMISSION_MAX_WAIT="$max_wait"} \
    ${connections:+TIDEGATE_NODES_N1_MAX_CONNECTIONS="$connections"} \
    ${connections:+TIDEGATE_NODES_N2_MAX_CONNECTIONS="$connections"} \
    ${connections:+TIDEGATE_NODES_N3_MAX_CONNECTIONS="$connections"} \
    HTTP_PORT=9780 HTTPS_PORT=9781 keystore_password=$RANDOM$RANDOM \
    TIDEGATE_TENANTS_LOUD_KEY_SHA256="$(digest $loud_key)" \
    TIDEGATE_TENANTS_MODEST_KEY_SHA256="$(digest $modest_key)" \
    TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 \
    TIDEGATE_NODES_N2_URL=http://127.0.0.1:9712/v1 \
    TIDEGATE_NODES_N3_URL=http://127.0.0.1:9713/v1 \
    TIDEGATE_NODES_N{1,2,3}_MODELS=deepseek-flash \
    $wlp/bin/server run tidegate-overload >"$work/gateway.log" 2>&1 &
  gateway_pid=$!
  await $gateway/health/ready
}

generate() { # arguments of OpenLoop: one line of JSON
  java -Xmx512m -XX:+UseSerialGC -cp "$work/classes" io.tidegate.bench.OpenLoop \
    --objective-ms $objective "$@" 2>>"$work/generator.log"
}

times() { awk -v rate="$rate" -v by="$1" 'BEGIN {printf "%.1f", rate * by}'; }

warm_up() { # more arguments: calls that the server's compiler sees before the measurement
  echo "warming up for $warmup s ..." >&2
  generate --url $balancer --phases "$(times 0.8):10" "$@" >/dev/null
  generate --url $gateway --key $modest_key --phases "$(times 0.7):$warmup,$(times 2):10" "$@" >/dev/null
  sleep 10
}

ticks() { # pids: the processor time of these and of their children, in hundredths of a second
  local pid all=
  for pid in "$@"; do all+=" $pid $(pgrep -P "$pid" | tr '\n' ' ' || true)"; done
  for pid in $all; do cat "/proc/$pid/stat" 2>/dev/null || true; done |
    sed 's/.*) //' | awk '{sum += $12 + $13} END {print sum + 0}'
}

upstream() { # attempts that the nodes have seen, refused ones included
  local node
  for node in 1 2 3; do curl -s http://127.0.0.1:971$node/simulator/stats; done |
    grep -oE '"(started|refused)":[0-9]+' | awk -F: '{sum += $2} END {print sum + 0}'
}

field() { sed -E "s/.*\"$1\":([^,}]*).*/\1/" <<<"$2"; }

statuses() { # JSON: each status that is no answer, with and without Retry-After
  grep -oE '"[0-9]+":\{"told":[0-9]+,"untold":[0-9]+' <<<"$1" |
    sed -E 's/"([0-9]+)":\{"told":([0-9]+),"untold":([0-9]+)/\1: \2+\3/' | paste -sd' ' || true
}

head_row() {
  echo "| load | front | offered/s | good/s | refused/s with + without Retry-After | broken, improper, unfinished | upstream attempts per call | answers p50, p95, p99 ms | refusals p50, p95, p99 ms | cores: nodes + front + generator | connections opened |"
  echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
}

measure() { # label, front, then arguments of OpenLoop: one row of a table; the JSON stays in $json
  local label=$1 front=$2 front_pid=$gateway_pid url=$gateway began nodes fronts seen
  shift 2
  case $front in
    nginx) front_pid=$nginx_pid url=$balancer ;;
    Portkey) front_pid=$portkey_pid url=$portkey && set -- "$@" --header "x-portkey-config: $(portkey_targets)" ;;
  esac
  began=$(date +%s.%N) nodes=$(ticks $simulator_pids) fronts=$(ticks $front_pid) seen=$(upstream)
  json=$(generate --url $url --key $modest_key --settle "$settle" "$@")
  nodes=$(($(ticks $simulator_pids) - nodes)) fronts=$(($(ticks $front_pid) - fronts))
  seen=$(($(upstream) - seen))
  wall=$(awk -v a="$began" -v b="$(date +%s.%N)" 'BEGIN {print b - a}')
  row "$label" "$front" "$nodes" "$fronts" "$seen"
  sleep 5
}

row() { # label, front, ticks of the nodes, ticks of the front, attempts seen upstream
  local name
  local -A got
  for name in seconds all offered within refusals untold broken improper unfinished connections cores \
    answer_p{50,95,99} refusal_p{50,95,99}; do
    got[$name]=$(field $name "$json")
  done
  awk -v label="$1" -v front="$2" -v n="$3" -v f="$4" -v seen="$5" -v wall="$wall" \
    -v s="${got[seconds]}" -v all="${got[all]}" -v offered="${got[offered]}" \
    -v within="${got[within]}" -v refused="${got[refusals]}" -v untold="${got[untold]}" \
    -v odd="${got[broken]}, ${got[improper]}, ${got[unfinished]}" -v opened="${got[connections]}" \
    -v a="${got[answer_p50]}, ${got[answer_p95]}, ${got[answer_p99]}" \
    -v r="${got[refusal_p50]}, ${got[refusal_p95]}, ${got[refusal_p99]}" -v g="${got[cores]}" 'BEGIN {
    printf "| %s | %s | %.0f | %.0f | %.0f + %.0f | %s | %.2f | %s | %s | %.2f + %.2f + %.2f | %d |\n",
      label, front, offered / s, within / s, (refused - untold) / s, untold / s, odd, seen / all, a, r,
      n / 100 / wall, f / 100 / wall, g, opened
  }'
  awk -v part="$part" -v label="$1" -v front="$2" -v rate="$rate" -v s="${got[seconds]}" -v offered="${got[offered]}" \
    -v within="${got[within]}" -v refused="${got[refusals]}" -v p="${got[answer_p50]},${got[answer_p95]},${got[answer_p99]}" \
    -v r="${got[refusal_p99]}" 'BEGIN {
      printf "%s,%s,%s,%s,%.1f,%.1f,%.1f,%s,%s\n", part, label, front, rate, offered / s, within / s, refused / s, p, r
    }' >>"$work/overload.csv"
  echo "  $1 $2: $(statuses "$json")" >>"$work/notes"
}

notes() {
  echo
  echo "Statuses that are no answer, with + without Retry-After:"
  cat "$work/notes" && rm "$work/notes"
  echo
}

machine() {
  start_fleet "$capacity"
  generate --url $balancer --rate "$rate" --seconds 15 >/dev/null
  echo "### The machine: $(nproc) cores; nodes of $capacity calls each, $rate calls/s in all"
  head_row
  measure "1.0 plain" nginx --rate "$rate" --seconds "$seconds"
  measure "1.0 streams" nginx --rate "$rate" --seconds "$seconds" --stream
  notes
  stop_fleet
}

rows() { # what to do before each, then arguments of OpenLoop
  local by front before=$1
  shift
  head_row
  for by in $loads; do
    for front in $fronts; do
      [ "$front" != Tidegate ] || $before
      measure "$by" "$front" --rate "$(times "$by")" --seconds "$seconds" "$@"
    done
  done
  notes
}

loads() { # title, capacity of each node, its queue, then arguments of OpenLoop
  local title=$1
  start_fleet "$2" 0 "$3"
  start_gateway
  shift 3
  warm_up "$@"
  echo "### $title: capacity $rate calls/s, $seconds s for each load"
  rows : "$@"
  stop_fleet
}

restart_gateway() {
  if [ -n "$gateway_pid" ]; then
    kill "$gateway_pid"
    wait "$gateway_pid" || true
  fi
  start_gateway
}

cold() { # title, queue of each node
  local settle=1 # of the generator alone
  start_fleet "$capacity" 0 "$2"
  generate --url $balancer --phases "$(times 0.8):10" >/dev/null
  echo "### $1, each from a server's start: capacity $rate calls/s, $seconds s for each load"
  rows restart_gateway
  stop_fleet
}

recovery() { # CSV: seconds from the end of the spike until 95 % of three seconds' calls are good
  awk -F, -v from=$((20 + spike)) 'NR > 1 && $2 > 0 {good[$1] = $3; offered[$1] = $2; last = $1}
    END {
      for (s = from; s + 2 <= last; s++) {
        if (good[s] + good[s + 1] + good[s + 2] >= 0.95 * (offered[s] + offered[s + 1] + offered[s + 2])) {
          print s - from " s"
          exit
        }
      }
      print "not within " last - from " s"
    }' "$1"
}

spike() {
  local front back=
  start_fleet "$capacity"
  start_gateway
  warm_up
  echo "### A spike: 0.7 times $rate calls/s for 20 s, 2.5 for $spike s, 0.7 for $after s, 3 retries"
  head_row
  for front in Tidegate nginx; do
    measure spike $front --retries 3 --csv "$work/$front.csv" \
      --phases "$(times 0.7):20,$(times 2.5):$spike,$(times 0.7):$after"
    back+="$front: 95 % of the calls that arrive are good again $(recovery "$work/$front.csv") after the spike's end."$'\n'
    [ -z "${KEEP:-}" ] || cp "$work/$front.csv" "$KEEP/overload-spike-$front.csv"
  done
  notes
  echo "$back"
  stop_fleet
}

# Ten times a fair share must fit on the machine, so the nodes are small here.
fairness() {
  local small=$((capacity / 5)) modest loud other
  # Times that vary: nodes that all began at once would end all their calls at once, again and again,
  # and whoever comes in between would wait for that, whatever the order.
  start_fleet $small 0.2
  start_gateway
  warm_up
  modest=$(times 0.4) loud=$(times 5)
  echo "### Fairness: capacity $rate calls/s; modest asks for 0.8, loud for 10 times its half of it"
  head_row
  measure "modest alone" Tidegate --rate "$modest" --seconds "$seconds"
  generate --url $gateway --key $loud_key --rate "$loud" --seconds $((seconds + 10)) --seed 2 \
    >"$work/loud.json" &
  other=$!
  sleep 5
  measure "modest beside loud" Tidegate --rate "$modest" --seconds "$seconds"
  wait $other
  notes
  json=$(cat "$work/loud.json")
  echo "loud: offered $(field offered "$json"), good $(field within "$json"), refused" \
    "$(field refusals "$json"), $(field untold "$json") of them without Retry-After"
  echo "(upstream attempts and cores of the row beside loud include loud's calls)"
  stop_fleet
}

kept=overload
[ $# != 1 ] || kept=overload-$1
keep_result "$kept"
echo "part,load,front,capacity,offered,good,refused,answer_p50_ms,answer_p95_ms,answer_p99_ms,refusal_p99_ms" >"$work/overload.csv"
for part in $parts; do
  case $part in
    machine) machine ;;
    load) loads "Plain calls" "$capacity" 0 ;;
    streams) loads "Streams" $((capacity * 3 / 10)) 0 --stream ;;
    queue) loads "Plain calls, nodes that queue" "$capacity" $unbounded ;;
    queue-streams) loads "Streams, nodes that queue" $((capacity * 3 / 10)) $unbounded --stream ;;
    cold) cold "Plain calls" 0 ;;
    cold-queue) cold "Plain calls, nodes that queue" $unbounded ;;
    spike) spike ;;
    fairness) fairness ;;
    *) echo "there is no part $part" >&2; exit 2 ;;
  esac
done
cp "$work/overload.csv" "${RESULTS:-bench/results}/$kept.csv"
