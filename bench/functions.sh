# What the scripts share: sourced, not run. The caller is at the repository's root.

script_arguments=$*
work=$(mktemp -d)
wlp=target/liberty/wlp
servers=()
server_pids=()

finish() { # [exit status]
  local status=${1:-$?} name
  jobs -p | xargs -r kill -9 2>/dev/null || true
  [ -z "${kept_as:-}" ] || end_result "$status"
  [ -z "${KEEP:-}" ] || cp "$work"/*.log "$KEEP"
  rm -rf "$work"
  for name in "${servers[@]}"; do rm -rf "${wlp:?}/usr/servers/$name"; done
}
trap finish EXIT

# From here on what goes to the standard output is also kept, as bench/results/NAME.txt (or in the folder RESULTS),
# when the script has come to its end without an error; with what is needed to judge it.
keep_result() { # name
  local folder=${RESULTS:-bench/results} changes=
  kept_as=$folder/$1.txt
  mkdir -p "$folder"
  git diff --quiet HEAD -- src ear pom.xml 2>/dev/null || changes=" with changes"
  {
    echo "# bench/$(basename "$0") $script_arguments"
    echo "# $(date -u '+%Y-%m-%d %H:%M') UTC; $(nproc) cores, $(awk '/^MemTotal/ {printf "%.0f", $2 / 1048576}' /proc/meminfo) GiB;" \
      "$(java -version 2>&1 | sed -nE 's/.*Runtime Environment \(build (.*)\)/JDK \1/p');" \
      "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown)$changes; load before $(cut -d' ' -f1 /proc/loadavg)"
    echo
  } >"$work/result"
  exec 3>&1 > >(tee -a "$work/result")
  tee_pid=$!
}
end_result() { # exit status
  exec 1>&3
  wait "$tee_pid" || true
  [ "$1" != 0 ] || cp "$work/result" "$kept_as"
}

await() { # address; for AWAIT_SECONDS, of which a machine that is busy with something else may want more
  for _ in $(seq $((2 * ${AWAIT_SECONDS:-120}))); do curl -sf -o /dev/null "$1" && return; sleep 0.5; done
  echo "$1 does not answer" >&2
  exit 1
}

# A server of its own with the built EAR, at http://127.0.0.1:PORT.
serve() { # name, port, [a function that is given the name and changes the server,] [VARIABLE=value ...]
  local name=$1 port=$2 server=$wlp/usr/servers/$1
  shift 2
  rm -rf "$server"
  mkdir -p "$server"
  cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,apps,configDropins,jdbc} "$server"
  if [ "$(type -t "${1:-}")" = function ]; then "$1" "$name" && shift; fi
  servers+=("$name")
  start_server "$name" "$port" "$@"
}

# Again with what it has; its process is the last of server_pids.
start_server() { # name, port, [VARIABLE=value ...]
  local name=$1 port=$2
  shift 2
  env HTTP_PORT="$port" HTTPS_PORT=$((port + 1)) keystore_password=$RANDOM$RANDOM "$@" \
    $wlp/bin/server run "$name" >>"$work/$name.log" 2>&1 &
  server_pids+=($!)
  await "http://127.0.0.1:$port/health/ready"
}

simulate() { # name, port, [--option=value ...]
  local name=$1 port=$2
  shift 2
  java -Xmx256m -cp "target/classes:target/tidegate/WEB-INF/lib/*" io.tidegate.simulator.SimulatorMain \
    --port="$port" --name="$name" --jitter=0 --reasoning=false "$@" >"$work/$name.log" 2>&1 &
  await "http://127.0.0.1:$port/simulator/stats"
}

# An nginx that runs until the script ends; nginx_pid is its process.
run_nginx() { # what its http section has beside the usual, [a name, when it is not the only one]
  local at=$work/${2:-nginx}
  mkdir -p "$at"
  cat >"$at/nginx.conf" <<EOF
# One process, which is gone when it is killed.
worker_processes 1;
daemon off;
master_process off;
pid $at/nginx.pid;
error_log $at/error.log;
worker_rlimit_nofile 65536;
events { worker_connections 32768; }
http {
  access_log off;
  client_body_temp_path $at/body; proxy_temp_path $at/proxy; fastcgi_temp_path $at/fastcgi;
  uwsgi_temp_path $at/uwsgi; scgi_temp_path $at/scgi;
  keepalive_requests 100000000;
$1
}
EOF
  nginx -c "$at/nginx.conf" -p "$at" >"$at.log" 2>&1 &
  nginx_pid=$!
}

# A server of nginx's that answers each call at once.
stub() { # port, [content of the answer]
  local content=${2:-It is a stub that answers.}
  cat <<EOF
server {
  listen 127.0.0.1:$1 backlog=4096;
  default_type application/json;
  location / { return 200 '{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"$content"}}],"usage":{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16}}'; }
}
EOF
}

# What wrk sends, as $work/post.lua.
wrk_posts() { # JSON
  cat >"$work/post.lua" <<EOF
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '$1'
EOF
}

# Processor time that processes have used so far, in hundredths of a second.
ticks() { # pid ...
  local pid
  for pid in "$@"; do cat "/proc/$pid/stat" 2>/dev/null || true; done |
    sed 's/.*) //' | awk -v each="$(getconf CLK_TCK)" '{sum += $12 + $13} END {printf "%d\n", sum * 100 / each}'
}

resident() { # pid ...: MiB
  local pid
  for pid in "$@"; do grep VmRSS "/proc/$pid/status" || true; done | awk '{sum += $2} END {printf "%d\n", sum / 1024}'
}

figure() { # name, "name=value ...": the value
  sed -nE "s/.*(^| )$1=([^ ]*).*/\2/p" <<<"$2"
}

# Lines of "row column value" in, a Markdown table of medians out; rows and columns in the order in which they came.
medians() { # what the rows are
  awk -v head="$1" '
    function median(list, v, n, i, j, x) {
      n = split(list, v, " ")
      for (i = 2; i <= n; i++) { x = v[i] + 0; for (j = i - 1; j > 0 && v[j] + 0 > x; j--) v[j + 1] = v[j]; v[j + 1] = x }
      return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
    }
    function figure(r, c, x) {
      if (!((r, c) in all)) return ""
      x = median(all[r, c])
      return sprintf(x >= 1000 ? "%.0f" : "%.4g", x)
    }
    !($1 in row) { row[$1]; rows[++r] = $1 }
    !($2 in column) { column[$2]; columns[++c] = $2 }
    { all[$1, $2] = all[$1, $2] " " $3 }
    END {
      line = "| " head " |"; rule = "| --- |"
      for (i = 1; i <= c; i++) { name = columns[i]; gsub("_", " ", name); line = line " " name " |"; rule = rule " --- |" }
      print line; print rule
      for (i = 1; i <= r; i++) {
        name = rows[i]; gsub("_", " ", name); line = "| " name " |"
        for (j = 1; j <= c; j++) line = line " " figure(rows[i], columns[j]) " |"
        print line
      }
    }'
}

metric() { # address, name with labels: its value, 0 if it is not there
  curl -s "$1/metrics?scope=application" | awk -v name="$2" 'index($0, name) == 1 { sum += $NF } END { printf "%d\n", sum }'
}
