#!/usr/bin/env bash
# How long the start takes, beside the bare server: the same features and options, no application. RUNS (5) times each,
# in turns: first (a fresh server), then second (the same again); ours once more with an archive of its classes
# (deploy/archive/faster-start.sh), which is not made for the bare one. See bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source bench/functions.sh
keep_result start

runs=${RUNS:-5}
port=9690

prepare() { # kind: a fresh server of that kind
  local server=$wlp/usr/servers/tidegate-start-$1
  rm -rf "$server"
  mkdir -p "$server"
  cp -r $wlp/usr/servers/tidegate/{server.xml,jvm.options,jdbc} "$server"
  [ "$1" = bare ] || cp -r $wlp/usr/servers/tidegate/{apps,configDropins} "$server"
}

# From the launch to the first answer that says so: of the bare server's health, or of a model's list with the server ready.
measure() { # kind, first or second
  local name=tidegate-start-$1 start end pid
  start=$(date +%s%N)
  env HTTP_PORT=$port HTTPS_PORT=$((port + 1)) keystore_password=only-for-this-run \
    $wlp/bin/server run "$name" >"$work/$1-$2.log" 2>&1 & pid=$!
  if [ "$1" = bare ]; then
    until grep -q CWWKF0011I "$work/$1-$2.log"; do sleep 0.1; done
  else
    until curl -sf -o /dev/null http://127.0.0.1:$port/health/ready; do sleep 0.1; done
  fi
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

servers+=(tidegate-start-bare tidegate-start-ours)
for _ in $(seq "$runs"); do
  for kind in bare ours; do
    prepare $kind
    for which in first second; do measure $kind $which; done
  done
  archive
  measure ours archived
done
cp "$work/bare-second.ms" "$work/bare-archived.ms"
for which in first second archived; do
  bare=$(median "$work/bare-$which.ms")
  ours=$(median "$work/ours-$which.ms")
  awk -v w=$which -v b="$bare" -v o="$ours" 'BEGIN { printf "%-8s bare %.1f s, ours %.1f s, ratio %.2f\n", w, b / 1000, o / 1000, o / b }'
done
