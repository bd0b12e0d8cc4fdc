#!/usr/bin/env bash
# Whether readiness tells the truth: a client that polls it, and calls, every 50 ms through a first start, two
# changes of the configuration, of which one starts the application anew, a redeployment and a stop. See bench/README.md; the exit code says whether it did.
set -euo pipefail
cd "$(dirname "$0")/.."
source bench/functions.sh
keep_result availability

port=9680
server=$wlp/usr/servers/tidegate-availability
javac -d "$work/classes" bench/java/io/tidegate/bench/Availability.java
watch() { java -Xmx128m -cp "$work/classes" io.tidegate.bench.Availability http://127.0.0.1:$port "$work/enough"; }
broken=0

occasion() { # what, command ...
  local what=$1 watcher
  shift
  echo "== $what"
  rm -f "$work/enough"
  watch & watcher=$!
  sleep 2
  "$@"
  sleep 3
  touch "$work/enough"
  wait $watcher || broken=1
}
back() { # not by readiness, which is what is watched
  sleep 5
  await http://127.0.0.1:$port/v1/models
}
first_start() { serve tidegate-availability $port; }
change() {
  echo '<server><variable name="tidegate.aliases.house" value="deepseek-flash"/></server>' >"$server/configDropins/overrides/change.xml"
  back
}
# Until the application was started anew for what a command did.
anew() { # command
  local before after
  before=$(updates)
  "$@"
  for _ in $(seq 480); do
    after=$(updates)
    [ "$after" = "$before" ] || { back; return; }
    sleep 0.5
  done
  echo "the application was not started anew" >&2
  exit 1
}
# As one does to let the libraries of another directory in; the server starts the application anew for it.
restarting_change() {
  cat >"$server/configDropins/overrides/visible.xml" <<XML
<server><enterpriseApplication id="tidegate" name="tidegate" location="tidegate.ear">
<classloader delegation="parentLast" apiTypeVisibility="+third-party"/></enterpriseApplication></server>
XML
}
updates() { grep -c 'CWWKZ0003I.* tidegate ' "$work/tidegate-availability.log" || true; }
redeploy() { touch "$server/apps/tidegate.ear"; }
stop() { $wlp/bin/server stop tidegate-availability >"$work/stop.log"; }

occasion "first start" first_start
occasion "change of the configuration" change
occasion "change that starts the application anew" anew restarting_change
occasion "redeployment" anew redeploy
occasion "stop" stop
cp "$work/tidegate-availability.log" target/availability-server.log
exit $broken
