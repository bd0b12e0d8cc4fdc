#!/usr/bin/env bash
# How many jobs a second are taken in (durable before the 202) and run, with the embedded database and
# broker, and with PostgreSQL; beside them what the databases and the broker can do by themselves.
# Needs wrk (Debian package, installed when missing) and a built server (mvn package); uses the ports 9711
# and 9780 to 9783.
#
# Usage: bench/jobs.sh [seconds of intake]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v wrk >/dev/null || { apt-get update -q && apt-get install -q -y wrk; } >/dev/null
. bench/functions.sh
seconds=${1:-30}

mvn -B -q -P bench test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" >/dev/null
classpath=target/bench/test-classes:target/bench/classes:$(cat "$work/classpath")

cat >"$work/job.lua" <<'EOF'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local number, thread = 0, 0
function setup(t) t:set("thread", thread); thread = thread + 1 end
function request()
  number = number + 1
  local body = '{"model":"deepseek-flash","messages":[{"role":"user","content":"Question ' .. thread .. "-" .. number .. '"}]}'
  return wrk.format(nil, "/api/jobs", nil, body)
end
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("intake: %d jobs/s, 202 within %.1f ms (median), %.1f ms (99 %%), refused %d, broken %d\n",
    (summary.requests - errors.status) / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
EOF
measure() { # address
  wrk -t1 -c32 -d5 -s "$work/job.lua" "$1" >/dev/null
  await_drained "$1"
  wrk -t1 -c32 -d"$seconds" -s "$work/job.lua" "$1" | grep intake
  local begun=$(date +%s%N) from=$(finished "$1") to last=0 took=0
  to=$from
  while [ "$to" -ne "$last" ] && [ $took -lt 60000 ]; do
    last=$to
    sleep 1
    to=$(finished "$1")
    took=$((($(date +%s%N) - begun) / 1000000))
  done
  echo "execution without intake: $((to - from)) jobs in $took ms: $(((to - from) * 1000 / took)) jobs/s"
}
finished() { metric "$1" tidegate_jobs_finished; }
open_jobs() { echo $(($(metric "$1" tidegate_jobs_queued) + $(metric "$1" tidegate_jobs_running))); }
await_drained() { # its gauges are read from the database every few seconds
  sleep 3
  while [ "$(open_jobs "$1")" -gt 0 ]; do sleep 0.2; done
}

simulate n1 9711 --capacity=2000 --time-to-first-token=PT0S --time-per-token=PT0S --answer-tokens=20
node=(TIDEGATE_NODES_N1_URL=http://127.0.0.1:9711/v1 TIDEGATE_NODES_N1_MODELS=deepseek-flash)

echo "--- H2 and the broker in the server"
serve tidegate-jobs-h2 9780 "${node[@]}"
measure http://127.0.0.1:9780
pkill -9 -f "ws-server.jar tidegate-jobs-h2" || true

echo "--- PostgreSQL (embedded binaries, as they come), the broker in the server"
java -cp "$classpath" io.tidegate.bench.limits.Postgres >"$work/postgres.log" 2>&1 &
for _ in $(seq 100); do grep -q "^jdbc:" "$work/postgres.log" && break; sleep 0.2; done
postgres=$(grep "^jdbc:" "$work/postgres.log")
serve tidegate-jobs-pg 9782 "${node[@]}" TIDEGATE_DATABASE_URL="$postgres" TIDEGATE_DATABASE_USER=postgres
measure http://127.0.0.1:9782
pkill -9 -f "ws-server.jar tidegate-jobs-pg" || true

echo "--- what they can do by themselves"
echo "H2"
java -cp "$classpath" io.tidegate.bench.limits.DatabaseLimit "jdbc:h2:file:$work/limit;WRITE_DELAY=0" blob
echo "PostgreSQL"
java -cp "$classpath" io.tidegate.bench.limits.DatabaseLimit "$postgres" bytea
echo "Artemis, in the JVM"
java -cp "$classpath" io.tidegate.bench.limits.BrokerLimit "$work/broker" | grep messages
