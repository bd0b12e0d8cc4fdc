#!/usr/bin/env bash
# Tries the server's archive: unpacks it twice, looks for secrets of the build, starts one of the two and asks it.
# Fails when anything is not as it should be; which files it has is ServerArchiveIT's to say.
# Needs unzip, curl and the archive (mvn package). It uses the ports 9590 and 9591, or PORT and the next.
# Usage: deploy/archive/try.sh [archive]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

archive=$(realpath "${1:-target/tidegate-server.zip}") port=${PORT:-9590}
work=$(mktemp -d)
pid=
finish() {
  [ -z "$pid" ] || { kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; } || true
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "FAILED: $1" >&2
  [ ! -f "$work/server.log" ] || tail -20 "$work/server.log" >&2
  exit 1
}
check() { # what is checked, command ...
  local what=$1
  shift
  "$@" >"$work/out" 2>&1 || fail "$what: $(head -5 "$work/out")"
  echo "ok: $what"
}

mkdir "$work/a" "$work/b"
unzip -q "$archive" -d "$work/a"
unzip -q "$archive" -d "$work/b"
a=$work/a/wlp/usr/servers/tidegate b=$work/b/wlp/usr/servers/tidegate

# The secrets of the servers that the build made.
{
  cat target/liberty/wlp/usr/servers/*/server.env 2>/dev/null | sed -nE 's/^([a-z_]*password|TIDEGATE_KEYS_SECRET|TIDEGATE_STORAGE_KEYS)=//p'
  sed -nE 's/.*password="([^"]+)".*/\1/p' target/liberty/wlp/usr/servers/*/configDropins/overrides/admin.xml 2>/dev/null
} >"$work/secrets" || true
no_secret() { ! grep -rlF -f "$work/secrets" "$work/a"; }
if [ -s "$work/secrets" ]; then check "has none of the build's $(wc -l <"$work/secrets") secrets" no_secret; fi

password() { sed -nE 's/.*password="([^"]+)".*/\1/p' "$1/configDropins/overrides/admin.xml"; }
export HTTP_PORT=$port HTTPS_PORT=$((port + 1))
run() {
  "$work/a/wlp/bin/server" run tidegate >"$work/server.log" 2>&1 &
  pid=$!
  began=$SECONDS
}
run
up() {
  for _ in $(seq 360); do
    curl -sf "http://localhost:$port/health/ready" && return
    kill -0 "$pid" || return 1
    sleep 0.5
  done
  return 1
}
check "becomes ready" up
echo "    in $((SECONDS - began)) s"
told() { for _ in $(seq 60); do grep "Tidegate is ready" "$work/server.log" && return; sleep 0.5; done; return 1; }
check "says so" told
check "says where the passwords are" grep -F "Tidegate made passwords" "$work/server.log"
grep -F "Tidegate made passwords" "$work/server.log" | sed "s#$work/##g; s/^/    /"
once() { [ "$(grep -cE 'CWWKZ0001I.* tidegate ' "$a/logs/messages.log")" = 1 ] && ! grep 'CWWKZ0003I.* tidegate ' "$a/logs/messages.log"; }
check "starts the application once" once
check "lists models" curl -sf "http://localhost:$port/v1/models"
answered() {
  curl -sf "http://localhost:$port/v1/chat/completions" -H 'Content-Type: application/json' \
    -d '{"model": "deepseek-flash", "messages": [{"role": "user", "content": "Hello"}]}' | grep '"content"'
}
check "answers a chat" answered
secure=https://localhost:$((port + 1))
check "lets the administrator in" curl -skf -u "admin:$(password "$a")" "$secure/api/alerts"
login() { # password: where the console's form leads with it
  curl -sk -o /dev/null -c "$work/jar" "$secure/adminCenter/login.jsp"
  curl -sk -o /dev/null -b "$work/jar" -w '%{redirect_url}' "$secure/adminCenter/j_security_check" \
    -H "X-CSRF-Token: $(awk '/csrfToken/ {print $7}' "$work/jar")" \
    --data-urlencode j_username=admin --data-urlencode "j_password=$1"
}
console() { [ "$(login "$(password "$a")")" = "$secure/adminCenter/" ] && [ "$(login admin)" != "$secure/adminCenter/" ]; }
check "lets the administrator into the console" console
stranger() { [ "$(curl -sk -o /dev/null -w '%{http_code}' -u admin:admin "$secure/api/alerts")" = 401 ]; }
check "lets nobody else in" stranger

"$work/b/wlp/bin/server" status tidegate >/dev/null 2>&1 || true
differ() { [ -n "$(password "$b")" ] && [ "$(password "$a")" != "$(password "$b")" ]; }
env_differs() { ! grep -xFf "$a/server.env" "$b/server.env"; }
check "each copy has its own administrator's password" differ
check "each copy has its own key store's password" env_differs

"$work/a/wlp/bin/server" stop tidegate >/dev/null
wait "$pid" || true
pid=
check "makes an archive of its classes" sh "$work/a/wlp/usr/shared/faster-start.sh"
run
check "becomes ready with it" up
echo "    in $((SECONDS - began)) s"
quiet() { ! grep -E '\[(warning|error) *\]\[cds' "$work/server.log"; }
check "finds nothing wrong with it" quiet
taken() { [ "$(jcmd "$pid" PerfCounter.print | sed -n 's/^java.cls.sharedLoadedClasses=//p')" -gt 10000 ]; }
if command -v jcmd >/dev/null; then check "takes most classes from it" taken; fi
check "answers a chat with it" answered
check "tells its own figures with it" curl -sf "http://localhost:$port/metrics"
