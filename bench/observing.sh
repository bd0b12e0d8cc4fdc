#!/usr/bin/env bash
# What it costs to be observed: plain calls through two servers in turns. One is as shipped, writes its access log,
# evaluates its alerts, and is scraped every 5 s; the other has no access log, no alerts and metrics that go nowhere
# (bench/unobserved, compiled into a copy of the EAR). What cannot be switched off runs in both: the load for scaling,
# looked at once a second, and the figures of the JVM, which cost only who scrapes them. Traces are off in both.
# Needs nginx and wrk (Debian packages, installed when missing) and a built server (mvn package). It uses the ports
# 9580 to 9583 and 9701.
# Usage: bench/observing.sh [rounds] [measured seconds] [warm-up seconds of each]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nginx >/dev/null && command -v wrk >/dev/null || {
  apt-get update -q && apt-get install -q -y nginx wrk
} >/dev/null

rounds=${1:-7} seconds=${2:-15} warmup=${3:-120}
source bench/functions.sh
keep_result observing

run_nginx "$(stub 9701)"
wrk_posts '{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}'

mkdir "$work/classes"
javac --release 17 -d "$work/classes/WEB-INF/classes" \
  -cp "target/classes:$(echo $wlp/dev/api/stable/io.openliberty.org.eclipse.microprofile.metrics.5.1_*.jar)" \
  bench/unobserved/io/tidegate/metrics/MicroProfileMetrics.java
cp target/tidegate.war target/tidegate.ear "$work"
jar --update --file "$work/tidegate.war" -C "$work/classes" WEB-INF
jar --update --file "$work/tidegate.ear" -C "$work" tidegate.war

unobserved() { # server
  cp "$work/tidegate.ear" "$wlp/usr/servers/$1/apps/tidegate.ear"
  cat >"$wlp/usr/servers/$1/configDropins/overrides/unobserved.xml" <<'END'
<server>
  <logging traceSpecification="*=info:io.tidegate.access=off"/>
</server>
END
}
node=(TIDEGATE_NODES_STUB_URL=http://127.0.0.1:9701/v1 TIDEGATE_NODES_STUB_MODELS=m
  TIDEGATE_NODES_STUB_MAX_CONNECTIONS=10000)
serve tidegate-observed 9580 "${node[@]}"
serve tidegate-unobserved 9582 unobserved "${node[@]}" TIDEGATE_ALERTING_ENABLED=false
on=http://127.0.0.1:9580 off=http://127.0.0.1:9582

load() { # address, seconds: requests per second
  wrk -t1 -c64 -d"$2" -s "$work/post.lua" "$1/v1/chat/completions" |
    awk '/Non-2xx/ {bad = 1} /Requests\/sec/ {print bad ? 0 : $2}'
}
observed() { # seconds: the same, while somebody looks
  while curl -s -o /dev/null "$on/metrics"; do sleep 5; done >/dev/null 2>&1 &
  local scraper=$!
  load $on "$1"
  kill $scraper
}

observed "$warmup" >/dev/null
load $off "$warmup" >/dev/null
echo "calls in the metrics of the observed: $(metric $on tidegate_requests_total), lines in its log: $(
  grep -c 'operation=chat' $wlp/usr/servers/tidegate-observed/logs/messages.log)"
echo "of the other: $(metric $off tidegate_requests_total), $(
  grep -c 'operation=chat' $wlp/usr/servers/tidegate-unobserved/logs/messages.log || true)"
echo "| round | observed, calls/s | unobserved, calls/s | ratio |"
echo "| --- | --- | --- | --- |"
for round in $(seq "$rounds"); do
  # Each begins as often as the other.
  if [ $((round % 2)) = 1 ]; then
    a=$(observed "$seconds") b=$(load $off "$seconds")
  else
    b=$(load $off "$seconds") a=$(observed "$seconds")
  fi
  awk -v r="$round" -v a="$a" -v b="$b" 'BEGIN {printf "| %d | %.0f | %.0f | %.3f |\n", r, a, b, a / b}' | tee -a "$work/rounds"
done
awk -F'|' '{print $5}' "$work/rounds" | sort -n |
  awk '{r[NR] = $1} END {printf "median ratio %.3f (target 0.9)\n", NR % 2 ? r[(NR + 1) / 2] : (r[NR / 2] + r[NR / 2 + 1]) / 2}'
