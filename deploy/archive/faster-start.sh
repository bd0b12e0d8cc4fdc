#!/bin/sh
# Makes each later start of a server shorter: its classes are kept as Java has them in memory, in classes.jsa in the
# server's directory, and are neither parsed nor verified again. For that the server, which must have its settings and
# not run, is started once and stopped. Java takes from the archive only what still fits, so run this again after each
# new version of the application, the server or Java. To undo it, remove the line it writes and the archive.
# Usage: usr/shared/faster-start.sh [SERVER]
set -eu
umask 077

home=$(cd "$(dirname "$0")/../.." && pwd)
name=${1:-tidegate}
server=${WLP_USER_DIR:-$home/usr}/servers/$name
archive=$server/classes.jsa
options=$server/configDropins/overrides/jvm.options
work=$(mktemp -d)
pid=
finish() {
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM
fail() {
  echo "$1" >&2
  exit 1
}

[ -e "$server/server.xml" ] || fail "There is no server $server"
if "$home/bin/server" status "$name" >/dev/null 2>&1; then fail "Stop the server $name before"; fi

# Lines of the owner's stay. Java makes no archive while it uses one.
mkdir -p "${options%/*}"
grep -sv '^-XX:SharedArchiveFile=' "$options" >"$work/options" || true
cat "$work/options" >"$options"
rm -f "$archive" "$archive.new"

# Nor does it where an agent may change classes, and the server has one.
echo "Starting $name once, to see which classes it needs"
WLP_SKIP_BOOTSTRAP_AGENT=true JVM_ARGS="${JVM_ARGS-} -XX:ArchiveClassesAtExit=$archive.new" \
  "$home/bin/server" run "$name" >"$work/log" 2>&1 &
pid=$!
until grep -q 'Tidegate is ready' "$work/log"; do
  sleep 1
  kill -0 "$pid" 2>/dev/null || { tail -5 "$work/log" >&2; fail "The server did not start"; }
done
"$home/bin/server" stop "$name" >/dev/null
status=0
wait "$pid" || status=$?
pid=
[ -s "$archive.new" ] || fail "Java made no archive; it must be an OpenJDK with HotSpot, from 17 on"
# Half an archive would be the end of each start.
[ "$status" = 0 ] || { rm -f "$archive.new"; fail "The server ended with $status, so its archive is not taken"; }
mv "$archive.new" "$archive"

echo "-XX:SharedArchiveFile=$archive" >>"$options"
echo "Later starts use $archive, as $options says"
