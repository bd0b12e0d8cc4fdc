#!/bin/sh
# Makes the passwords of a server that has none yet: of its key store and its LTPA keys (server.env), and of its
# administrator (configDropins/overrides/admin.xml); and, unless a database is set, the secret for API keys and the key
# that stored prompts and answers are sealed by (server.env): servers that share a database need the same ones, and its
# owner gives them. What is there, or set in the environment, stays as it is.
# Usage: first-start.sh DIRECTORY-OF-THE-SERVER
set -eu
umask 077

server=$1
template=$(dirname "$0")/admin.xml
env=$server/server.env
admin=$server/configDropins/overrides/admin.xml
made=

random() { od -An -v -N"${1:-16}" -tx1 /dev/urandom | tr -d ' \n'; }
is_set() { # NAME: in the server's settings or in the environment
  grep -qs "^$1=" "$env" || eval "[ -n \"\${$1-}\" ]"
}

# Nor for a server of somebody else's in the same installation.
grep -qs 'tidegate.gateway.admin-file' "$server/server.xml" || exit 0

make() { # NAME BYTES: unless it is set
  is_set "$1" && return
  # The last line of a file that was written by hand may lack its end.
  [ ! -s "$env" ] || [ -z "$(tail -c 1 "$env")" ] || echo >>"$env"
  echo "$1=$(random "$2")" >>"$env"
  chmod go= "$env"
  made="the server's in $env"
}
make keystore_password 16
make ltpa_keys_password 16
if ! is_set TIDEGATE_DATABASE_URL && ! grep -rqs 'tidegate.database.url' "$server/configDropins"; then
  is_set TIDEGATE_KEYS_SECRET_FILE || make TIDEGATE_KEYS_SECRET 16
  is_set TIDEGATE_STORAGE_KEYS_FILE || make TIDEGATE_STORAGE_KEYS 32
fi
if [ ! -e "$admin" ] && ! is_set TIDEGATE_GATEWAY_ADMIN_FILE; then
  mkdir -p "$(dirname "$admin")"
  sed "s/@password@/$(random)/" "$template" >"$admin"
  made="the administrator's (user admin) in $admin${made:+, $made}"
fi
[ -z "$made" ] || echo "Tidegate made passwords: $made" >&2
