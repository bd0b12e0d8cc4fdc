#!/usr/bin/env bash
# Makes clients of what a running server says at /openapi, and walks through it with each. See README.md.
set -euo pipefail
cd "$(dirname "$0")"

export TIDEGATE_URL=${1:-http://localhost:9080}
clients=${2:-typescript java}

for client in $clients; do
  mkdir -p "$client/target"
  curl -sf "$TIDEGATE_URL/openapi" -o "$client/target/openapi.yaml"
  echo "== $client"
  case $client in
    typescript) (cd typescript && npm install --silent --no-package-lock --no-audit --no-fund && npm run --silent walk) ;;
    java) (cd java && mvn -q -B -ntp compile exec:exec) ;;
    *) echo "no client $client" >&2 && exit 1 ;;
  esac
done
