#!/usr/bin/env bash
# Whether a client can make series: calls with random models, keys, paths, methods and headers are sent to a server
# with the settings as shipped, and its own two simulators; before, after a first hundred of each kind and in the
# end it prints how many series /metrics has, and what lives on the heap after a full collection.
# Fails if the calls after the first ones made any series, and names them then.
# Needs wrk (Debian package, installed when missing) and a built server (mvn package). It uses the ports 9580 and
# 9581, or PORT and the next.
# Usage: bench/series.sh [calls]. SEED=number repeats a run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v wrk >/dev/null || { apt-get update -q && apt-get install -q -y wrk; } >/dev/null

calls=${1:-100000} first=2000 port=${PORT:-9580} seed=${SEED:-$RANDOM}
source bench/functions.sh
keep_result series
address=http://127.0.0.1:$port

# Most are refused; every twentieth names a model that is served, so that nodes are asked, too.
cat >"$work/hostile.lua" <<'EOF'
local sent, most, done = 0, 0, nil
init = function(args)
  most = tonumber(args[1])
  math.randomseed(tonumber(args[2]))
  done = args[3]
end
local function text()
  return string.format("%08x%08x", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
end
local function chat(model)
  return '{"model":"' .. model .. '","user":"' .. text() .. '","messages":[{"role":"user","content":"' .. text() .. '"}]}'
end
local function headers()
  return {
    ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer " .. text(),
    ["X-Request-Id"] = text(),
    ["traceparent"] = "00-" .. text() .. text() .. "-" .. text() .. "-01",
    ["User-Agent"] = text(),
    ["X-" .. text()] = text(),
  }
end
local function with(name)
  local all = headers()
  all[name] = text()
  return all
end
local kinds = {
  function() return wrk.format("POST", "/v1/chat/completions", headers(), chat(text())) end,
  function() return wrk.format("POST", "/v1/completions", headers(), '{"model":"' .. text() .. '","prompt":"a"}') end,
  function() return wrk.format("POST", "/v1/embeddings", headers(), '{"model":"' .. text() .. '","input":"a"}') end,
  function() return wrk.format("POST", "/v1/chat/completions", headers(), '{"' .. text() .. '":') end,
  function() return wrk.format("POST", "/v1/chat/completions", with("Content-Type"), chat(text())) end,
  function() return wrk.format("POST", "/v1/chat/completions", with("Content-Encoding"), chat(text())) end,
  function() return wrk.format("POST", "/v1/chat/completions", with("x-tidegate-priority"), chat(text())) end,
  function() return wrk.format("POST", "/v1/chat/completions", with("x-tidegate-deadline"), chat(text())) end,
  function() return wrk.format("GET", "/v1/" .. text(), headers()) end,
  function() return wrk.format("GET", "/v1/models/" .. text(), headers()) end,
  function() return wrk.format("GET", "/v1/files/" .. text(), headers()) end,
  function() return wrk.format("GET", "/v1/batches/" .. text(), headers()) end,
  function() return wrk.format("GET", "/api/jobs/" .. text(), headers()) end,
  function() return wrk.format("GET", "/api/compute?q=a&model=" .. text(), headers()) end,
  function() return wrk.format("GET", "/" .. text(), headers()) end,
  function() return wrk.format("GET", "/api/nodes/" .. text(), headers()) end,
  function() return wrk.format("PUT", "/v1/chat/completions", headers(), chat(text())) end,
  function() return wrk.format("X" .. text():upper(), "/v1/chat/completions", headers()) end,
  function() return wrk.format("POST", "/v1/" .. text() .. "/chat/completions", headers(), chat(text())) end,
  function() return wrk.format("POST", "/v1/chat/completions", headers(), chat("deepseek-flash")) end,
}
request = function()
  sent = sent + 1
  if sent > most then
    if sent == most + 1 then io.open(done, "w"):close() end
    return wrk.format("GET", "/health/live")
  end
  return kinds[sent % #kinds + 1]()
end
EOF

# wrk counts seconds and not calls: when it has sent all, it says so and asks for what is no call, until the last
# calls have their answers. Cut off, they would be series of their own (client_closed).
hostile() { # calls, seed
  rm -f "$work/done"
  wrk -t1 -c16 -d86400 --timeout 30s -s "$work/hostile.lua" "$address" -- "$1" "$2" "$work/done" >"$work/wrk.log" 2>&1 &
  local generator=$!
  until [ -e "$work/done" ] && [ "$(metric "$address" tidegate_requests_in_flight)" = 0 ]; do
    kill -0 $generator && kill -0 "$pid" || { cat "$work/wrk.log" >&2; exit 1; }
    sleep 0.2
  done
  kill -INT $generator
  wait $generator || true
}
series() { curl -s "$address/metrics" | sed -nE 's/^([^# ].*) [^ ]+$/\1/p' | sort; }
measure() { # what was done
  series >"$work/series"
  jcmd "$pid" GC.run >/dev/null
  sleep 2
  local live
  live=$(jcmd "$pid" GC.class_histogram | awk '/^Total/ {printf "%.1f", $3 / 1048576}')
  echo "| $1 | $(wc -l <"$work/series") | $(grep -cE '^(tidegate|gen_ai)_' "$work/series") | $live |"
}

serve tidegate-series "$port"
pid=${server_pids[0]}
# The last series of the server's own, when it has looked at its certificate.
for _ in $(seq 240); do curl -s "$address/metrics" | grep -q ^tidegate_certificate && break; sleep 0.5; done
echo "seed $seed"
echo "| after | series | of them of the gateway | live heap, MiB |"
echo "| --- | --- | --- | --- |"
measure "the start"
hostile $first "$seed"
measure "$first calls"
cp "$work/series" "$work/before"
hostile "$calls" $((seed + 1))
measure "$calls more"
if comm -13 "$work/before" "$work/series" | grep . >"$work/new"; then
  echo "new series: $(wc -l <"$work/new"), such as" >&2
  head -20 "$work/new" >&2
  exit 1
fi
