#!/usr/bin/env bash
# What callers get when the gateway itself is the bottleneck: more calls than its processors can pass
# on, to a stub that answers at once, with the load shedder as shipped and without it. An open-loop
# generator (bench/java, OpenLoop) asks for so many times what it got out of the same server by 64 callers, cold
# (from the moment it is ready) and warm. Everything shares the machine's processors, the generator too.
# The clients have pools of connections, open before, as applications that have run for long: a flood of new ones
# is held up by the kernel, in front of any server. The generator goes before the server where it may, or its
# own lateness would be measured. Before that, what a refusal costs: how many a second 64 callers of a tenant get whose
# quota is used up, which is the same way through the server, beside answers and the refusals of a bare servlet.
# Needs nginx and wrk (installed when missing) and a built server (mvn package).
# Usage: bench/shedding.sh plain|streams [times of the server's own capacity ...]; the seconds of a row and of the
# warm-up before a warm one by SECONDS_EACH (15) and WARMUP_SECONDS (60), the clients' connections by CONNECTIONS (4000)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind=${1:?plain or streams}
address= # of what is asked
shift
times=${*:-1.5 2 3}
seconds=${SECONDS_EACH:-15} warmup=${WARMUP_SECONDS:-60} connections=${CONNECTIONS:-4000}
first="nice -n -19"
$first true 2>/dev/null || first=
case $kind in
  plain) stream=false flag= ;;
  streams) stream=true flag=--stream ;;
  *) echo "plain or streams, not $kind" >&2; exit 2 ;;
esac
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null
ulimit -n "$(ulimit -Hn)"
source bench/functions.sh
keep_result "shedding-$kind"
gateway=http://127.0.0.1:9790 refusing=http://127.0.0.1:9790/refusing

chunk() { # delta, finish reason
  printf 'data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"deepseek-flash","choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}\n\n' "$1" "$2"
}

events_at_once() { # a server of nginx's that answers each call by a stream of 34 events; it takes words of 4 KB at most
  local first words last
  first=$(chunk '"role":"assistant","content":""' null && printf .)
  words=$(for _ in $(seq 8); do chunk '"content":"word "' null; done && printf .)
  last=$(chunk '' '"stop"' && printf 'data: [DONE]\n\n.')
  cat <<NGINX
server {
  listen 127.0.0.1:9792 backlog=4096;
  default_type text/event-stream;
  set \$first '${first%.}';
  set \$words '${words%.}';
  set \$last '${last%.}';
  location / { return 200 '\$first\$words\$words\$words\$words\$last'; }
}
NGINX
}
start() { # shed-after
  address=$gateway
  serve tidegate-shedding 9790 TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9792/v1 \
    TIDEGATE_NODES_STUB_MODELS=deepseek-flash \
    ${1:+TIDEGATE_API_SHED_AFTER="$1"}
}
with_refusals() { # server: the same server, and a servlet in place of Tidegate
  local classes=$work/refusing/WEB-INF/classes
  mkdir -p "$classes" "$wlp/usr/servers/$1/dropins"
  rm -r "$wlp/usr/servers/$1"/{apps,configDropins}
  javac -d "$classes" -cp "$(echo $wlp/dev/api/spec/*servlet.6.1*.jar)" bench/java/io/tidegate/bench/refusing/*.java
  jar cf "$wlp/usr/servers/$1/dropins/refusing.war" -C "$work/refusing" .
}
start_refusing() {
  address=$refusing
  serve tidegate-shedding 9790 with_refusals
  for _ in $(seq 300); do
    [ "$(curl -s -o /dev/null -w '%{http_code}' $refusing/v1/chat/completions)" != 405 ] || return 0
    sleep 0.2
  done
  echo "the servlet that refuses does not answer" >&2
  exit 1
}
stop() {
  kill -9 "${server_pids[-1]}"
  wait "${server_pids[-1]}" 2>/dev/null || true
}

warm_up() { # seconds
  wrk -t1 -c64 -d"$1" -s "$work/post.lua" "$address/v1/chat/completions" >/dev/null
}

field() { sed -E "s/.*\"$1\":([^,}]*).*/\1/" <<<"$2"; }
generate() { # rate, connections, seconds to wait for the last ones
  $first java -Xmx512m -XX:+UseSerialGC -cp "$work/bench.jar" io.tidegate.bench.OpenLoop --url "$address" --rate "$1" \
    --connections "$2" --seconds "$seconds" --drain "$3" $flag 2>>"$work/generator.log"
}
capacity() { # calls a second that 64 callers get, each asking again as soon as it has its answer
  local json
  json=$(generate 20000 64 0)
  awk -v n="$(field answered "$json")" -v s="$(field seconds "$json")" 'BEGIN {printf "%.0f", n / s}'
}

row() { # label, rate
  local json
  json=$(generate "$2" "$connections" 30)
  awk -v label="$1" -v rate="$2" -v s="$(field seconds "$json")" -v all="$(field all "$json")" \
    -v good="$(field within "$json")" -v refused="$(field refusals "$json")" \
    -v odd="$(field broken "$json"), $(field improper "$json"), $(field unfinished "$json")" \
    -v a="$(field answer_p50 "$json"), $(field answer_p99 "$json")" \
    -v r="$(field refusal_p50 "$json"), $(field refusal_p95 "$json"), $(field refusal_p99 "$json")" \
    'BEGIN {printf "| %s | %d | %.0f | %.0f | %s | %s | %s |\n", label, rate, good / s, refused / s, odd, a, r}'
}

cold_and_warm() { # label
  row "cold, $by times, $1" "$(awk -v c="$cold" -v by="$by" 'BEGIN {printf "%.0f", c * by}')"
  warm_up "$warmup"
  row "warm, $by times, $1" "$(awk -v c="$warm" -v by="$by" 'BEGIN {printf "%.0f", c * by}')"
  stop
}

digest() { printf %s "$1" | sha256sum | cut -d' ' -f1; }
per_second() { # key: what 64 callers get who have it
  wrk -t1 -c64 -d"$seconds" -H "Authorization: Bearer $1" -s "$work/post.lua" "$address/v1/chat/completions" |
    sed -nE 's|^Requests/sec: *([0-9]+).*|\1|p'
}
costs() {
  local answered refused bare
  address=$gateway
  serve tidegate-shedding 9790 TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9792/v1 \
    TIDEGATE_NODES_STUB_MODELS=deepseek-flash TIDEGATE_TENANTS_ANY_KEY_SHA256="$(digest key-of-any-tenant)" \
    TIDEGATE_TENANTS_SPENT_KEY_SHA256="$(digest key-of-a-spent-tenant)" \
    TIDEGATE_QUOTAS_SPENT_REQUESTS_PER_MINUTE=1
  seconds=$warmup per_second key-of-any-tenant >/dev/null
  per_second key-of-a-spent-tenant >/dev/null
  answered=$(per_second key-of-any-tenant)
  refused=$(per_second key-of-a-spent-tenant)
  stop
  start_refusing
  warm_up "$warmup"
  bare=$(per_second none)
  stop
  echo "### refusals, warm: $answered answers/s, $refused refusals/s, $bare refusals/s of a bare servlet"
}

mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java
# From an archive: where the generator has no file left to open for a connection, it can still load its classes.
jar --create --file "$work/bench.jar" -C "$work/classes" .
if [ $stream = true ]; then run_nginx "$(events_at_once)"; else run_nginx "$(stub 9792)"; fi
wrk_posts '{"model":"deepseek-flash","stream":'$stream',"messages":[{"role":"user","content":"What is the capital of France?"}]}'
[ $stream = true ] || costs
start
cold=$(capacity)
warm_up "$warmup"
warm=$(capacity)
stop
echo "### $kind; own capacity: $cold calls/s cold, $warm warm"
echo "| server | offered/s | good/s | refused/s | broken, improper, unfinished | answers p50, p99 ms | refusals p50, p95, p99 ms |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for by in $times; do
  start
  cold_and_warm "as shipped"
  start PT0S
  cold_and_warm "without shedding"
  start_refusing
  cold_and_warm "a servlet that refuses"
done
