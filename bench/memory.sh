#!/usr/bin/env bash
# What clients can do to the heap, and what another tenant's plain calls feel of it: a server with 512 MiB
# of heap and otherwise the settings as shipped, in front of stubs that answer at once. The clients and the
# neighbour (bench/java, Misbehaviour and OpenLoop) share the machine's processors with it.
# Needs python3, nginx (installed when missing) and a built server (mvn package). It uses the ports 9580 to 9593.
# Usage: bench/memory.sh [part ...]; the parts, and all of them without any: bodies streams unread json all;
# json:PATH is json at those endpoints alone whose path begins so, as json:/api/jobs.
# With DUMP=directory an OutOfMemoryError leaves the heap there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${SECONDS_EACH:-15} warmup=${WARMUP_SECONDS:-15} rate=${RATE:-20}
parts=${*:-bodies streams unread json all}
command -v nginx >/dev/null || { apt-get update -q && apt-get install -q -y nginx; } >/dev/null
ulimit -n "$(ulimit -Hn)"
source bench/functions.sh
keep_result memory
gateway=http://127.0.0.1:9580
loud_key=sk-loud-$RANDOM$RANDOM quiet_key=sk-quiet-$RANDOM$RANDOM password=$RANDOM$RANDOM$RANDOM
loud="Authorization: Bearer $loud_key"
admin="Authorization: Basic $(printf 'admin:%s' "$password" | base64)"
digest() { printf %s "$1" | sha256sum | cut -d' ' -f1; }

stubs() { # a short answer, a stream of 1 MiB, and an answer of 15 MiB
  local word
  mkdir "$work/small" "$work/stream" "$work/large"
  word=$(printf 'w%.0s' $(seq 1000))
  python3 - "$work" "$word" <<'PYTHON'
import json, sys
work, word = sys.argv[1:]
def chunk(delta, reason=None):
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return "data: " + json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "stream", "choices": [choice]}) + "\n\n"
def whole(model, text):
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    return json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": model, "choices": [choice],
        "usage": {"prompt_tokens": 9, "completion_tokens": 7, "total_tokens": 16}})
event = chunk({"content": word})
open(work + "/small/answer", "w").write(whole("small", "It is a stub that answers."))
open(work + "/large/answer", "w").write(whole("large", word * (15 * 1024)))
open(work + "/stream/answer", "w").write(event * ((1 << 20) // len(event)) + chunk({}, "stop") + "data: [DONE]\n\n")
PYTHON
  {
    # One process, so that none is left behind and all are of this user.
    echo "master_process off; daemon off; pid $work/nginx.pid; error_log $work/error.log;"
    echo "worker_rlimit_nofile 16384; events { worker_connections 4096; } http { access_log off;"
    echo "client_max_body_size 64m; client_body_temp_path $work/body; proxy_temp_path $work/proxy;"
    echo "fastcgi_temp_path $work/fastcgi; uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;"
    local port=9591 kind
    for kind in small stream large; do
      # A file answers POST only by way of its refusal.
      echo "server { listen 127.0.0.1:$port; root $work/$kind; error_page 404 405 =200 /answer;"
      echo "default_type $([ $kind = stream ] && echo text/event-stream || echo application/json); }"
      port=$((port + 1))
    done
    echo "}"
  } >"$work/nginx.conf"
  nginx -c "$work/nginx.conf" -p "$work" >"$work/nginx.log" 2>&1 &
}

overrides() { # server: an administrator, and half a GiB of heap
  cat >"$wlp/usr/servers/$1/configDropins/overrides/admin.xml" <<EOF
<server>
  <basicRegistry id="basic" realm="tidegate">
    <user name="admin" password="$password"/><group name="admin"><member name="admin"/></group>
  </basicRegistry>
</server>
EOF
  sed -i 's/^-Xmx.*/-Xmx512m/' "$wlp/usr/servers/$1/jvm.options"
  [ -z "${DUMP:-}" ] || printf -- '-XX:%s\n' +HeapDumpOnOutOfMemoryError "HeapDumpPath=$DUMP" \
    >>"$wlp/usr/servers/$1/jvm.options"
}

start() {
  serve tidegate-memory 9580 overrides \
    TIDEGATE_TENANTS_LOUD_KEY_SHA256="$(digest "$loud_key")" \
    TIDEGATE_TENANTS_QUIET_KEY_SHA256="$(digest "$quiet_key")" \
    TIDEGATE_NODES_SMALL_URL=http://127.0.0.1:9591/v1 TIDEGATE_NODES_SMALL_MODELS=small \
    TIDEGATE_NODES_STREAM_URL=http://127.0.0.1:9592/v1 TIDEGATE_NODES_STREAM_MODELS=stream \
    TIDEGATE_NODES_LARGE_URL=http://127.0.0.1:9593/v1 TIDEGATE_NODES_LARGE_MODELS=large \
    TIDEGATE_NODES_{SMALL,STREAM,LARGE}_MAX_CONNECTIONS=1000
  pid=${server_pids[0]}
}

neighbour() { # seconds: one line of JSON
  java -Xmx128m -XX:+UseSerialGC -cp "$work/classes" io.tidegate.bench.OpenLoop --url $gateway --model small \
    --key "$quiet_key" --rate "$rate" --seconds "$1" --drain 10 2>>"$work/generator.log"
}
misbehave() { # kind, path, header, count, [method]
  java -Xmx256m -XX:+UseSerialGC -cp "$work/classes" io.tidegate.bench.Misbehaviour \
    "$1" "$gateway$2" "$3" "$4" "$seconds" "${5:-POST}" 2>>"$work/generator.log"
}
field() { sed -E "s/.*\"$1\":([^,}]*).*/\1/" <<<"$2"; }

bodies() { misbehave bodies /v1/chat/completions "$loud" 200 >"$work/told.bodies"; }
streams() { misbehave streams /v1/chat/completions "$loud" 600 >"$work/told.streams"; }
unread() { misbehave unread "/api/jobs/$job/result" "$loud" 60 GET >"$work/told.unread"; }
json() { # [start of a path]
  local method path header each=()
  while read -r method path; do
    case $path in "${1:-}"*) ;; *) continue ;; esac
    case $path in /v1/* | /api/jobs* | /api/compute) header=$loud ;; *) header=$admin ;; esac
    misbehave json "$path" "$header" 4 "$method" >"$work/told.$method$(tr / . <<<"$path")" & each+=($!)
  done <<'ENDPOINTS'
POST /v1/chat/completions
POST /v1/completions
POST /v1/embeddings
POST /api/compute
POST /api/jobs?endpoint=/v1/chat/completions
POST /v1/batches
PUT /api/nodes/x
PATCH /api/nodes/small
POST /api/warmup?tenant=loud
DELETE /api/cache
PUT /api/balancing
ENDPOINTS
  wait "${each[@]}"
}
all() {
  local each=() part
  for part in bodies streams unread json; do $part & each+=($!); done
  wait "${each[@]}"
}

watch_heap() { # the highest heap in MiB and the most that the budget held, until the file is gone
  local used held most=0 top=0
  while [ -e "$work/watching" ]; do
    used=$(jstat -gc "$pid" 2>/dev/null | awk 'NR == 2 {printf "%d", ($3 + $4 + $6 + $8) / 1024}')
    held=$(($(metric $gateway tidegate_memory_bytes) >> 20))
    [ "${used:-0}" -le "$most" ] || most=$used
    [ "$held" -le "$top" ] || top=$held
    echo "$most $top" >"$work/heap"
    sleep 0.5
  done
}

row() { # part
  local before during watcher
  rm -f "$work"/told.*
  before=$(neighbour 5)
  touch "$work/watching"
  watch_heap & watcher=$!
  neighbour $((seconds + 1)) >"$work/during" & during=$!
  sleep 1
  case $1 in json:*) json "${1#json:}" ;; *) "$1" ;; esac
  wait $during
  during=$(cat "$work/during")
  rm "$work/watching"
  wait $watcher
  sleep 3
  local asked answered
  asked=$(field all "$during") answered=$(field answered "$during")
  echo "| $1 | $asked | $((asked - answered)) | $(field answer_p95 "$before") | $(field answer_p95 "$during") |" \
    "$(cd "$work" && for told in told.*; do echo "${told#told.}: $(cat "$told");"; done | tr '\n' ' ') |" \
    "$(cut -d' ' -f1 "$work/heap") | $(cut -d' ' -f2 "$work/heap") | $(metric $gateway tidegate_memory_bytes) | $(errors) |"
}
errors() { cat "$work/tidegate-memory.log" $wlp/usr/servers/tidegate-memory/logs/*.log 2>/dev/null | grep -c OutOfMemoryError || true; }

mkdir "$work/classes"
javac -d "$work/classes" bench/java/io/tidegate/bench/*.java
stubs
start
neighbour "$warmup" >/dev/null
job=$(curl -sf -H "$loud" -H 'Content-Type: application/json' $gateway/api/jobs \
  -d '{"model":"large","messages":[{"role":"user","content":"Tell me all."}]}' | sed -E 's/.*"id": ?"([^"]*)".*/\1/')
for _ in $(seq 60); do
  curl -s -H "$loud" $gateway/api/jobs/"$job" | grep -q completed && break
  sleep 0.5
done
echo "| part | neighbour's calls | of them failed | p95 before, ms | p95 during, ms | statuses of the others | highest heap, MiB | most held, MiB | held 3 s later, bytes | OutOfMemoryErrors |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for part in $parts; do row "$part"; done
kill -0 "$pid" || echo "the server is gone"
