#!/usr/bin/env bash
# How long the start takes, beside the bare server: the same features and options, no application; and beside that server
# with the smallest application, one JAX-RS method, which is what the features cost as soon as anything uses them. RUNS (5)
# times each, in turns: first (a fresh server), then second (the same again), then, of ours, with no calls to itself before
# it is ready (tidegate.gateway.jit-warm-up), and with an archive of its classes (deploy/archive/faster-start.sh).
# See bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source bench/functions.sh
keep_result start

runs=${RUNS:-5}
port=9690
smallest=http://127.0.0.1:$port/bare/v1/chat/completions

prepare() { # kind: a fresh server of that kind
  local server=$wlp/usr/servers/tidegate-start-$1
  rm -rf "$server"
  mkdir -p "$server"
  cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,jdbc} "$server"
  case $1 in
    ours) cp -r $wlp/usr/servers/tidegate/{apps,configDropins} "$server" ;;
    smallest) mkdir "$server/dropins" && cp "$work/bare.war" "$server/dropins" ;;
  esac
}

# From the launch to the first answer that says so: of the bare server's log, of the smallest application (it takes POST
# alone), or of ours when it is ready.
measure() { # kind, first or second, [VARIABLE=value]
  local name=tidegate-start-$1 start end pid
  start=$(date +%s%N)
  env HTTP_PORT=$port HTTPS_PORT=$((port + 1)) keystore_password=only-for-this-run ${3:+"$3"} \
    $wlp/bin/server run "$name" >"$work/$1-$2.log" 2>&1 & pid=$!
  case $1 in
    bare) until grep -q CWWKF0011I "$work/$1-$2.log"; do sleep 0.1; done ;;
    smallest) until curl -sf -o /dev/null -d '{}' -H 'Content-Type: application/json' $smallest; do sleep 0.1; done ;;
    ours) until curl -sf -o /dev/null http://127.0.0.1:$port/health/ready; do sleep 0.1; done ;;
  esac
  end=$(date +%s%N)
  $wlp/bin/server stop "$name" >/dev/null
  wait $pid || true
  echo "$(((end - start) / 1000000))" | tee -a "$work/$1-$2.ms" | sed "s/^/$1 $2 /; s/\$/ ms/"
}

archive() {
  mkdir -p $wlp/usr/shared
  cp deploy/archive/faster-start.sh $wlp/usr/shared
  env HTTP_PORT=$port HTTPS_PORT=$((port + 1)) keystore_password=only-for-this-run \
    sh $wlp/usr/shared/faster-start.sh tidegate-start-ours >"$work/archive.log" 2>&1
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

mkdir -p "$work/bare/WEB-INF/classes"
javac -d "$work/bare/WEB-INF/classes" -cp "$(echo $wlp/dev/api/spec/*restfulWS.4.0*.jar)" \
  bench/java/io/tidegate/bench/bare/*.java
jar cf "$work/bare.war" -C "$work/bare" .
servers+=(tidegate-start-bare tidegate-start-smallest tidegate-start-ours)
for _ in $(seq "$runs"); do
  for kind in bare smallest ours; do
    prepare $kind
    for which in first second; do measure $kind $which; done
  done
  measure ours "not-warmed" TIDEGATE_GATEWAY_JIT_WARM_UP=PT0S
  archive
  measure ours archived
done
for kind in bare smallest; do
  for which in not-warmed archived; do cp "$work/$kind-second.ms" "$work/$kind-$which.ms"; done
done
for which in first second not-warmed archived; do
  awk -v w=$which -v b="$(median "$work/bare-$which.ms")" -v s="$(median "$work/smallest-$which.ms")" \
    -v o="$(median "$work/ours-$which.ms")" 'BEGIN {
      printf "%-10s bare %.1f s, smallest %.1f s, ours %.1f s, ratio to bare %.2f, to the smallest %.2f\n",
        w, b / 1000, s / 1000, o / 1000, o / b, o / s
    }'
done
