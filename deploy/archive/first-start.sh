#!/bin/sh
# Makes the passwords of a server that has none yet: of its key store and its LTPA keys (server.env), and of its
# administrator (configDropins/overrides/admin.xml). What is there, or set in the environment, stays as it is.
# Usage: first-start.sh DIRECTORY-OF-THE-SERVER
set -eu
umask 077

server=$1
template=$(dirname "$0")/admin.xml
env=$server/server.env
admin=$server/configDropins/overrides/admin.xml
made=

random() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }
is_set() { # NAME: in the server's settings or in the environment
  grep -qs "^$1=" "$env" || eval "[ -n \"\${$1-}\" ]"
}

# Nor for a server of somebody else's in the same installation.
grep -qs 'tidegate.gateway.admin-file' "$server/server.xml" || exit 0

for name in keystore_password ltpa_keys_password; do
  if ! is_set "$name"; then
    # The last line of a file that was written by hand may lack its end.
    [ ! -s "$env" ] || [ -z "$(tail -c 1 "$env")" ] || echo >>"$env"
    echo "$name=$(random)" >>"$env"
    chmod go= "$env"
    made="the key store's in $env"
  fi
done
if [ ! -e "$admin" ] && ! is_set TIDEGATE_GATEWAY_ADMIN_FILE; then
  mkdir -p "$(dirname "$admin")"
  sed "s/@password@/$(random)/" "$template" >"$admin"
  made="the administrator's (user admin) in $admin${made:+, $made}"
fi
[ -z "$made" ] || echo "Tidegate made passwords: $made" >&2
