#!/usr/bin/env bash
# Lets an outage happen to a server with simulated nodes, does each step of docs/runbook.md as it stands there, and
# writes docs/runbook-transcript.md.
#
# A node is killed under load and another one is busy; after the first phase both are back. Then a second server joins,
# behind HAProxy with the first, which is taken out, stopped, started and put back. Fails if a step fails.
# Needs a built server (mvn package), and from Debian: jq, prometheus, haproxy, socat. Takes eight minutes, and the ports
# 25100 to 25122 and 25130.
#
# Usage: deploy/outage.sh [FILE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

. bench/functions.sh
transcript=${1:-docs/runbook-transcript.md}
runbook=docs/runbook.md
a=http://127.0.0.1:25100
failed=0

# On a busy machine a server takes minutes to start.
await() { # address
  for _ in $(seq 1200); do curl -sf -o /dev/null "$1" && return; sleep 0.5; done
  echo "$1 does not answer" >&2
  exit 1
}
with_administrator() { # server name
  mkdir -p "$wlp/usr/servers/$1/configDropins/overrides"
  cat >"$wlp/usr/servers/$1/configDropins/overrides/admin.xml" <<XML
<server><basicRegistry id="basic" realm="tidegate"><user name="admin" password="trying"/>
<group name="admin"><member name="admin"/></group></basicRegistry></server>
XML
}
hash_of() { printf %s "$1" | sha256sum | cut -d' ' -f1; }
node() { # name, port
  simulate "$1" "$2" --capacity=8 --time-to-first-token=PT0.2S --time-per-token=PT0.005S --answer-tokens=40
  eval "pid_$1=$!"
}
fault() { # what n2 does from now on
  curl -sf -o /dev/null -X PUT http://127.0.0.1:25112/simulator/fault -H 'Content-Type: application/json' \
    -d "{\"fault\": \"$1\"}"
}
client() { # address, key, question
  local i=0
  while :; do
    i=$((i + 1))
    for question in "$3 $i" "the same"; do
      curl -s -m 30 -o /dev/null "$1/v1/chat/completions" -H 'Content-Type: application/json' \
        -H "Authorization: Bearer $2" -d "{\"model\": \"deepseek-flash\", \"temperature\": 0, \"messages\": \
[{\"role\": \"user\", \"content\": \"$question\"}]}" || true
    done
    sleep 0.2
  done
}

# The commands of a step, as they stand in the runbook.
commands() { # step
  awk -v step="**$1 " '/^# Alerts/ { exit } /^\*\*[0-9]/ { here = index($0, step) == 1 } here && /^    / { print substr($0, 5) }' $runbook
}
# The names that stand for this rehearsal's.
here() {
  sed -e 's/PASSWORD/trying/g' -e 's/NODE_ADDRESS/127.0.0.1:25112/g' -e 's/NODE/n2/g' -e 's/MODEL/deepseek-flash/g' \
    -e 's/TENANT/flood/g' -e 's/Bearer KEY/Bearer sk-acme/g' -e 's|http://SPARE/|http://127.0.0.1:25114/|g' \
    -e 's|localhost:9080|127.0.0.1:25100|g' -e 's|localhost:9090|127.0.0.1:25120|g' \
    -e 's|--cacert root.crt|-k|g' -e 's|gate1:9443|127.0.0.1:25101|g' -e 's|gate2:9443|127.0.0.1:25103|g' \
    -e 's|sudo grep|grep|' -e "s|ssh gate1 sudo systemctl \([a-z]*\) tidegate|gate1 \1|" -e "s|sudo socat - /run/haproxy/|socat - $work/|" \
    -e "s|/opt/tidegate/usr/servers/tidegate/|$wlp/usr/servers/outage-a/|g"
}
# What systemd does on the machine of the first server.
gate1() { # stop or start
  case $1 in
    stop)
      $wlp/bin/server stop outage-a >/dev/null
      ;;
    start)
      # It belongs to the script and not to the step's shell, which would take it along.
      touch "$work/start-gate1"
      ;;
  esac
}
starter() {
  until [ -e "$work/start-gate1" ]; do sleep 0.2; done
  env HTTP_PORT=25100 HTTPS_PORT=25101 "${settings[@]}" "${cluster[@]}" \
    TIDEGATE_CLUSTER_PORT=25121 $wlp/bin/server run outage-a >>"$work/outage-a.log" 2>&1
}
export -f gate1
export wlp work
step() { # number
  local title text said code=0
  title=$(sed -n "s/^\*\*\($1 [^*]*\)\*\*.*/\1/p" $runbook)
  text=$(commands "$1")
  said=$(bash -o pipefail -c "$(printf '%s\n' "$text" | here)" 2>&1) || code=$?
  if [ $code != 0 ] || [ -z "$text" ]; then failed=1 title="$title FAILED ($code)"; fi
  echo "$(date +%T) $title"
  {
    printf '### %s\n%s, UTC\n\n' "$title" "$(date -u +%T)"
    printf '%s\n' "$text" | sed 's/^/    $ /'
    printf '%s\n\n' "$said" | head -40 | cut -c1-200 | sed "s|$wlp|/opt/tidegate|g; s/^/    /; s/ *$//"
  } >>"$work/transcript.md"
}
steps() { # phase
  local number
  for number in $(sed -n "s/^\*\*\($1\.[0-9]*\) .*/\1/p" $runbook); do
    case $number in
      3.8) ;; # This script.
      *) step "$number"; sleep "${pause:-3}" ;;
    esac
  done
}
say() {
  echo "$(date +%T) $*"
  printf '%s\n\n' "$*" >>"$work/transcript.md"
}

cat >"$work/transcript.md" <<EOF
# The runbook, done

Each step of [runbook.md](runbook.md) in a rehearsed outage, as \`deploy/outage.sh\` did it on $(date -u +%F): a server,
two private nodes of 8 places, one public one and a spare, all simulated, and clients of two tenants.
\`PASSWORD\` and the like stand for what the script puts in. Long answers are cut.

EOF

cat >"$work/prometheus.yml" <<EOF
global: { scrape_interval: 2s }
scrape_configs:
  - job_name: tidegate
    static_configs: [ { targets: [ "127.0.0.1:25100" ] } ]
EOF
node n1 25111
node n2 25112
node n3 25113
node spare 25114
settings=(keystore_password=only-for-this-run
  TIDEGATE_NODES_N1_URL=http://127.0.0.1:25111/v1 TIDEGATE_NODES_N1_TIER=private
  TIDEGATE_NODES_N2_URL=http://127.0.0.1:25112/v1 TIDEGATE_NODES_N2_TIER=private
  TIDEGATE_NODES_N3_URL=http://127.0.0.1:25113/v1
  TIDEGATE_NODES_N1_MODELS=deepseek-flash TIDEGATE_NODES_N2_MODELS=deepseek-flash
  TIDEGATE_NODES_N3_MODELS=deepseek-flash TIDEGATE_NODES_N3_MAX_CONNECTIONS=2
  TIDEGATE_TENANTS_ACME_KEY_SHA256="$(hash_of sk-acme)" TIDEGATE_TENANTS_FLOOD_KEY_SHA256="$(hash_of sk-flood)")
cluster=(TIDEGATE_CLUSTER_ENABLED=true TIDEGATE_CLUSTER_MEMBERS=127.0.0.1:25121,127.0.0.1:25122)
serve outage-a 25100 with_administrator "${settings[@]}" "${cluster[@]}" TIDEGATE_CLUSTER_PORT=25121
prometheus --config.file="$work/prometheus.yml" --web.listen-address=127.0.0.1:25120 \
  --storage.tsdb.path="$work/data" >"$work/prometheus.log" 2>&1 &
await http://127.0.0.1:25120/-/ready
for n in 1 2 3; do client $a sk-acme "acme $n" & client $a sk-flood "flood $n" & client $a sk-flood "more $n" & done
sleep "${CALM:-45}"

printf '## The first two hours\n\n' >>"$work/transcript.md"
kill -9 "$pid_n1"
fault BUSY_503
say "Node n1 is killed under load, and n2 says that it is busy. Half a minute later:"
sleep "${BURNING:-30}"
steps 1

printf '## Two to 24 hours\n\n' >>"$work/transcript.md"
node n1 25111
fault NONE
say "Both nodes are back."
steps 2

printf '## One to seven days\n\n' >>"$work/transcript.md"
steps 3

printf '## With two servers\n\n' >>"$work/transcript.md"
serve outage-b 25102 with_administrator "${settings[@]}" "${cluster[@]}" TIDEGATE_CLUSTER_PORT=25122
sed -e 's/^ *bind :443.*/  bind 127.0.0.1:25130/' -e "s|/run/haproxy/|$work/|" -e '/server ap /d' \
  -e 's/eu.tidegate.example:9080/127.0.0.1:25100/' -e 's/us.tidegate.example:9080/127.0.0.1:25102/' \
  deploy/haproxy/haproxy.cfg >"$work/haproxy.cfg"
PATH=$PATH:/usr/sbin haproxy -db -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
for n in 1 2 3; do client http://127.0.0.1:25130 sk-acme "edge $n" & done
curl -sf -o /dev/null -u admin:trying -X PUT $a/api/switches/brownout -H 'Content-Type: application/json' \
  -d '{"reason": "a rehearsal", "for": "PT30M"}'
starter &
say "A second server has joined, HAProxy is before both, and a brownout was turned on at the first. It is taken out, stopped, started and put back."
sleep 20
steps 4
cp "$work/transcript.md" "$transcript"
exit $failed
