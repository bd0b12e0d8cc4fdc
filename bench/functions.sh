# What the scripts share: sourced, not run. The caller is at the repository's root.

work=$(mktemp -d)
wlp=target/liberty/wlp
servers=()
server_pids=()

finish() {
  local name
  jobs -p | xargs -r kill -9 2>/dev/null || true
  [ -z "${KEEP:-}" ] || cp "$work"/*.log "$KEEP"
  rm -rf "$work"
  for name in "${servers[@]}"; do rm -rf "${wlp:?}/usr/servers/$name"; done
}
trap finish EXIT

await() { # address
  for _ in $(seq 240); do curl -sf -o /dev/null "$1" && return; sleep 0.5; done
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

# An nginx that runs until the script ends.
run_nginx() { # what its http section has beside the usual
  cat >"$work/nginx.conf" <<EOF
# One process, which is gone when it is killed.
worker_processes 1;
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/error.log;
worker_rlimit_nofile 65536;
events { worker_connections 32768; }
http {
  access_log off;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi; scgi_temp_path $work/scgi;
  keepalive_requests 100000000;
$1
}
EOF
  nginx -c "$work/nginx.conf" -p "$work" >"$work/nginx.log" 2>&1 &
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

metric() { # address, name with labels: its value, 0 if it is not there
  curl -s "$1/metrics?scope=application" | awk -v name="$2" 'index($0, name) == 1 { sum += $NF } END { printf "%d\n", sum }'
}
