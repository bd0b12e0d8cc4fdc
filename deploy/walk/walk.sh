#!/usr/bin/env bash
# Walks docs/deploy.md: runs each of its blocks as it is printed there, on machines called gate1, gate2, db and edge, each
# with a network, a name, users, files and processes of its own (Linux namespaces and overlays, so it must be root's).
# Filled in is what the text says is the reader's: passwords, the cluster's secret, certificates, a simulated node on db at
# the place of DeepSeek's address. Then jobs, streams, and a server that is stopped, through the reverse proxy; and a second
# server on gate1. What has no block is done as the text says.
#
# Not walked: systemd itself (a stand-in starts what the unit says, as its user and with its limit of files), and the pair of
# brokers, which is deploy/artemis/try.sh's.
#
# Needs a built server (mvn package), and from Debian: sudo postgresql nginx openssl unzip socat (installed when missing).
# Takes about ten minutes and 4 GB. The exit code says whether all held.
#
# Usage: deploy/walk/walk.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

artemis=target/walk/artemis
if [ "${1:-}" != inside ]; then
  for need in sudo:sudo psql:postgresql nginx:nginx openssl:openssl unzip:unzip socat:socat; do
    command -v "${need%:*}" || { apt-get update -q && apt-get install -q -y "${need#*:}"; }
  done >/dev/null
  # As the distribution lays it out, but for what no block of the text asks for.
  [ -d $artemis/bin ] || {
    mvn -q -B -ntp -f deploy/walk/pom.xml dependency:copy-dependencies -DoutputDirectory="$PWD/$artemis/lib"
    mv $artemis/lib/artemis-boot-*.jar $artemis/lib/artemis-boot.jar
    mkdir $artemis/bin
    cat >$artemis/bin/artemis <<'END'
#!/bin/sh
home=$(cd "$(dirname "$0")/.." && pwd)
exec java -cp "$home/lib/artemis-boot.jar" -Dartemis.home="$home" org.apache.activemq.artemis.boot.Artemis "$@"
END
    chmod +x $artemis/bin/artemis
  }
  # The wires between the machines are nobody else's, and gone with this script.
  exec unshare --net "$0" inside
fi

work=$(mktemp -d)
declare -A init
finish() {
  # The shell tells of each that is killed here.
  exec 2>/dev/null
  jobs -p | xargs -r kill -9 || true
  wait || true
  rm -rf "$work"
}
trap finish EXIT
say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
fail() {
  say "FAILED: $1"
  shift
  [ $# = 0 ] || tail -n 30 "$@" >&2
  exit 1
}

# The block of that number in the section of docs/deploy.md that begins so.
block() { # section, number
  awk -v want="## $1" -v number="$2" '
    /^## / { inside = index($0, want) == 1; open = 0; next }
    !inside { next }
    /^    / { if (!open) { n++; open = 1; gap = "" } if (n == number) printf "%s%s\n", gap, substr($0, 5); gap = ""; next }
    /^$/ { gap = gap "\n"; next }
    { open = 0 }' docs/deploy.md >"$work/block"
  [ -s "$work/block" ] || fail "docs/deploy.md has no block $2 in its section $1"
  cat "$work/block"
}

# What is in the namespaces: the files of this machine, and what is written to them is this one's own.
# shellcheck disable=SC2016 # expanded there
boot='
  hostname "$1"
  mount --make-rprivate /
  for there in etc opt var root home usr/local; do
    mkdir -p "$2/$there/up" "$2/$there/work"
    mount -t overlay overlay -o "lowerdir=/$there,upperdir=$2/$there/up,workdir=$2/$there/work" "/$there"
  done
  touch "$2/ready"
  mount -t tmpfs tmpfs /run
  mount -t tmpfs -o mode=1777 tmpfs /tmp
  mount -t proc proc /proc
  # Reaps what loses its parent.
  while :; do sleep 3600 & wait; done'
machine() { # name, number
  mkdir -p "$work/$1"
  unshare --net --uts --mount --pid --fork --kill-child bash -c "$boot" boot "$1" "$work/$1" >"$work/$1.boot" 2>&1 &
  local outer=$!
  until [ -e "$work/$1/ready" ]; do
    kill -0 $outer || fail "$1 does not come up" "$work/$1.boot"
    sleep 0.1
  done
  init[$1]=$(pgrep -P $outer)
  ip link add "to-$1" type veth peer name eth0 netns "${init[$1]}"
  ip link set "to-$1" master switch up
  at "$1" "ip link set lo up; ip addr add 192.168.213.$2/24 dev eth0; ip link set eth0 up
    printf '127.0.0.1 localhost\n192.168.213.1 gate1\n192.168.213.2 gate2\n192.168.213.3 db\n192.168.213.4 edge llm.example.org\n' >/etc/hosts"
}
at() { # machine, commands: as root in the home directory
  setsid -w nsenter -t "${init[$1]}" --net --uts --mount --pid -- env -i HOME=/root LANG=C.UTF-8 PATH="$PATH" \
    bash -euo pipefail -c "cd; $2"
}
run() { # what it is, machine, commands
  at "$2" "$3" >"$work/out" 2>&1 || fail "$1, on $2" "$work/out"
  say "$1, on $2"
}
expect() { # what is expected, a pattern, machine, commands
  at "$3" "$4" >"$work/out" 2>&1 || fail "$1" "$work/out"
  grep -qE -- "$2" "$work/out" || fail "$1: nothing like '$2'" "$work/out"
  say "$1"
}
give() { # file, machine: into its home
  at "$2" "cat >$(basename "$1")" <"$1"
}
on_both() { # what it is, commands
  run "$1" gate1 "$2"
  run "$1" gate2 "$2"
}

ip link add switch type bridge
ip link set switch up
machine gate1 1
machine gate2 2
machine db 3
machine edge 4
password=$(openssl rand -hex 12) secret=$(openssl rand -hex 24)
settings=/opt/tidegate/usr/servers/tidegate/server.env

# In the place of systemd: what the unit says of the command, its user and its files, and what the text asks of both.
for gate in gate1 gate2; do
  at $gate 'cat >/usr/local/bin/systemctl; chmod +x /usr/local/bin/systemctl' <<'END'
#!/bin/bash
unit=/etc/systemd/system/${!#}.service
what() { sed -n "s/^$1=//p" "$unit"; }
case $1 in
  enable)
    cd /
    ulimit -n "$(what LimitNOFILE)"
    setsid sudo -u "$(what User)" $(what ExecStart) >"/var/log/${!#}" 2>&1 </dev/null &
    echo $! >"/run/${!#}" ;;
  stop)
    pkill -TERM -u "$(what User)" java
    while pgrep -u "$(what User)" java >/dev/null; do sleep 0.2; done ;;
  *) exit 1 ;;
esac
END
  at $gate 'cat >/usr/local/bin/journalctl; chmod +x /usr/local/bin/journalctl' <<'END'
#!/bin/bash
# journalctl -u UNIT -f: until the server is ready, or gone.
for _ in $(seq 600); do
  grep "Tidegate is ready" "/var/log/$2" && exit
  kill -0 "$(cat "/run/$2")" || break
  sleep 0.5
done
tail -20 "/var/log/$2"
exit 1
END
done

# 1. The program
for gate in gate1 gate2; do
  give target/tidegate-server.zip $gate
  give deploy/systemd/tidegate.service $gate
  # The last command says that the server does not run, by its status, too.
  run "1. The program" $gate "$(block '1. ' 1) || [ \$? = 1 ]"
done
give docs/examples/broker.xml db

# 2. Settings, nodes and a tenant
run "A simulated node" db "
  java -Xmx128m -cp '$PWD/target/classes:$PWD/target/tidegate/WEB-INF/lib/*' io.tidegate.simulator.SimulatorMain --port=8001 \
    --name=n1 --time-to-first-token=PT0.1S --time-per-token=PT0.05S --answer-tokens=40 >/var/log/node 2>&1 </dev/null &
  socat TCP-LISTEN:8000,fork,reuseaddr TCP:127.0.0.1:8001 >/var/log/socat 2>&1 </dev/null &
  for _ in \$(seq 60); do curl -sf http://db:8000/v1/models && exit; sleep 0.5; done; exit 1"
ours=$(block '2. ' 1 | sed 's#https://api.deepseek.com#http://db:8000/v1#')
run "2. Settings, nodes and a tenant" gate1 "$ours"
KEY=$(sed -n 's/.*tenant: //p' "$work/out") HASH=$(sed -n 's/^HASH=//p' "$work/out")
run "2. Settings, nodes and a tenant" gate2 "KEY=$KEY HASH=$HASH; $(grep -v '^ *\(KEY\|HASH\)=' <<<"$ours")"

# 3. The database
run "A PostgreSQL" db '
  rm -rf /etc/postgresql/* /var/lib/postgresql/*
  install -d -o postgres -g postgres /run/postgresql
  pg_createcluster $(ls /usr/lib/postgresql) main --start'
at db "$(block '3. ' 1)" <<<"$password"$'\n'"$password" >"$work/out" 2>&1 || fail "3. The database" "$work/out"
say "3. The database, on db"
run "   its own words on addresses" db '
  cd /etc/postgresql/*/main
  echo "listen_addresses = '"'*'"'" >>postgresql.conf
  for address in 192.168.213.1 192.168.213.2; do echo "host tidegate tidegate $address/32 scram-sha-256"; done >>pg_hba.conf
  pg_ctlcluster $(ls /usr/lib/postgresql) main restart'
on_both "   the servers' settings" "$(block '3. ' 2 | sed "s/the password/$password/")"
shared=$(at gate1 "grep -E '^(TIDEGATE_KEYS_SECRET|TIDEGATE_STORAGE_KEYS)=' $settings")
run "   gate1's secrets in the place of its own" gate2 "
  sed -i -E '/^(TIDEGATE_KEYS_SECRET|TIDEGATE_STORAGE_KEYS)=/d' $settings
  cat >>$settings <<<'$shared'"

# 4. The broker
run "An Artemis" db "cp -r '$PWD/$artemis' /opt/artemis
  sed -i -e 's#tcp://localhost#tcp://0.0.0.0#' -e 's#<security-enabled>false#<security-enabled>true#' broker.xml"
run "4. The broker" db "$(block '4. ' 1 | sed "s/the password/$password/")"
on_both "   the servers' settings" "$(block '4. ' 2 | sed "s/the password/$password/")"

# 5. A certificate of an authority of one's own
{
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=An authority" -keyout "$work/root.key" -out "$work/root.crt"
  openssl req -newkey rsa:2048 -nodes -subj "/CN=gate" -keyout "$work/tls.key" -out "$work/tls.csr"
  openssl x509 -req -in "$work/tls.csr" -CA "$work/root.crt" -CAkey "$work/root.key" -CAcreateserial -days 2 -out "$work/tls.crt" \
    -extfile <(echo "subjectAltName=DNS:gate1,DNS:gate2,DNS:llm.example.org")
} >"$work/out" 2>&1 || fail "a certificate" "$work/out"
for gate in gate1 gate2; do
  give "$work/tls.crt" $gate
  give "$work/tls.key" $gate
  run "5. Your own certificate" $gate "$(block '5. ' 1)"
done
give "$work/root.crt" edge

# 6. and 7. The cluster, and the start
on_both "6. The two as a cluster" "$(block '6. ' 1 | sed "s/SECRET=SECRET/SECRET=$secret/")"
for gate in gate1 gate2; do run "7. Start" $gate "$(block '7. ' 1)"; done
model=$(at edge "curl -sS --cacert root.crt https://gate1:9443/v1/models -H 'Authorization: Bearer $KEY'" |
  grep -oP '"id" ?: ?"\K[^"]+' | head -1)
[ -n "$model" ] || fail "gate1 names no model"
calls="KEY=$KEY; $(block '7. ' 2 | sed "s/NAME/$model/")"
expect "   both see each other" '2 members, leases shared' edge "$calls"
expect "   models" "\"id\" ?: ?\"$model\"" edge "$calls"
expect "   an answer" '"finish_reason" ?: ?"(stop|length)"' edge "$calls"
expect "   a stranger is refused" '^401$' edge \
  "curl -s -o /dev/null -w '%{http_code}\n' --cacert root.crt https://gate1:9443/v1/models"
expect "   nothing without encryption" 'connect' edge "curl -s -S http://gate1:9080/v1/models || true"
job=$(at edge "curl -sS --cacert root.crt https://gate1:9443/api/jobs -H 'Authorization: Bearer $KEY' \
  -H 'Content-Type: application/json' -d '{\"model\": \"$model\", \"messages\": [{\"role\": \"user\", \"content\": \"Later\"}]}'" |
  grep -oP '"id" ?: ?"\K[^"]+' | head -1)
[ -n "$job" ] || fail "gate1 takes no job"
expect "   a job that gate1 took, read at gate2" '"status" ?: ?"completed"' edge "
  for _ in \$(seq 60); do
    said=\$(curl -sS --cacert root.crt https://gate2:9443/api/jobs/$job -H 'Authorization: Bearer $KEY')
    ! grep -q completed <<<\"\$said\" || break
    sleep 0.5
  done
  echo \"\$said\""

# 8. The reverse proxy
for file in tls.crt tls.key; do
  give "$work/$file" edge
  at edge "mv $file /etc/nginx"
done
at edge 'cat >/etc/nginx/conf.d/tidegate.conf' <<<"$(block '8. ' 1)"
run "8. The reverse proxy" edge 'mkdir -p /var/log/nginx /var/lib/nginx; nginx -t && nginx'
proxy="curl -sS --cacert root.crt -H 'Authorization: Bearer $KEY' -H 'Content-Type: application/json' https://llm.example.org"
question="{\"model\": \"$model\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]"
expect "   an answer through it" '"finish_reason"' edge "$proxy/v1/chat/completions -d '$question}'"
expect "   a stream's events as they come, over a second and more" '^spread [1-9]' edge "
  $proxy/v1/chat/completions -N -d '$question, \"stream\": true}' | while IFS= read -r line; do
    case \$line in data:*) now=\$(date +%s%N); : \${first:=\$now}; echo \"spread \$(((now - first) / 1000000000))\" ;; esac
  done | tail -1"
for path in metrics health/ready openapi adminCenter/ ibm/api; do
  expect "   /$path is not the world's" '^403$' edge "$proxy/$path -o /dev/null -w '%{http_code}\n'"
done
run "   gate1 is stopped while clients ask: none of them notices" edge "
  for _ in \$(seq 60); do $proxy/v1/chat/completions -f -o /dev/null -d '$question}' || exit 1; done &
  asking=\$!; sleep 3; touch /tmp/asking; wait \$asking" &
asking=$!
sleep 6
at gate1 "systemctl stop tidegate"
wait $asking || fail "a client noticed that gate1 was stopped"
expect "   the job, read where gate1 is away" '"status" ?: ?"completed"' edge "$proxy/api/jobs/$job"

# A second server on the same machine
at gate2 "systemctl stop tidegate"
for members in "s/^\(TIDEGATE_CLUSTER_MEMBERS\)=.*/\1=gate1:5701,gate1:5702/"; do at gate1 "sed -i '$members' $settings"; done
at gate1 "cat >second.sh" <<<"$(block 'A second server' 1)"
run "   the first server again" gate1 "sudo systemctl enable --now tidegate; journalctl -u tidegate -f"
at gate1 "bash second.sh >/var/log/second 2>&1 </dev/null" &
expect "A second server on the same machine" '2 members, leases shared' edge "
  for _ in \$(seq 240); do curl -sf --cacert root.crt https://gate1:9444/health/ready && break; sleep 0.5; done
  curl -sS --cacert root.crt https://gate1:9443/health/ready"
expect "   an answer of its" '"finish_reason"' edge "curl -sS --cacert root.crt https://gate1:9444/v1/chat/completions \
  -H 'Authorization: Bearer $KEY' -H 'Content-Type: application/json' -d '$question}'"
say "all as docs/deploy.md says"
