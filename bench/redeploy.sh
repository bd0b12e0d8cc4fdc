#!/usr/bin/env bash
# Whether a redeployed application leaves something behind: the EAR is put into one running server again and
# again, with 512 MiB of heap and otherwise the settings as shipped; after each time and a full collection it
# prints what lives on the heap. Needs a built server (mvn package). It uses the ports 9580 and 9581.
# Usage: bench/redeploy.sh [times]. With DUMP=file the heap is left there in the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

times=${1:-20}
source bench/functions.sh
keep_result redeploy

small() { # server
  sed -i 's/^-Xmx.*/-Xmx512m/' "$wlp/usr/servers/$1/jvm.options"
}
updates() { grep -c 'CWWKZ0003I.* tidegate ' "$work/tidegate-redeploy.log" || true; }
measure() { # what is measured
  jcmd "$pid" GC.run >/dev/null
  # What finalizers and cleaners let go is collected only now.
  sleep 2
  local live loaders
  live=$(jcmd "$pid" GC.class_histogram | awk '/^Total/ {printf "%.1f", $3 / 1048576}')
  loaders=$(jcmd "$pid" VM.classloader_stats | awk '/^Total/ {print $3}')
  echo "| $1 | $live | $loaders | $(awk '/^VmRSS/ {printf "%d", $2 / 1024}' "/proc/$pid/status") |"
}

serve tidegate-redeploy 9580 small
pid=${server_pids[0]}
echo "| deployments | live heap, MiB | class loaders | resident, MiB |"
echo "| --- | --- | --- | --- |"
measure 1
for i in $(seq 2 "$times"); do
  cp target/tidegate.ear "$work/tidegate.ear"
  mv "$work/tidegate.ear" "$wlp/usr/servers/tidegate-redeploy/apps/tidegate.ear"
  for _ in $(seq 360); do
    [ "$(updates)" -lt $((i - 1)) ] || break
    kill -0 "$pid" || { echo "the server is gone" >&2; exit 1; }
    sleep 0.5
  done
  await http://127.0.0.1:9580/health/ready
  curl -sf -o /dev/null 'http://127.0.0.1:9580/api/compute?q=hello'
  measure "$i"
done
[ -z "${DUMP:-}" ] || jcmd "$pid" GC.heap_dump "$DUMP" >/dev/null
