#!/usr/bin/env bash
# Fetches Portkey's gateway from npm into target/peers/portkey, once. The newest @hono/node-server that it would take answers
# 500 to each stream ("immutable"), so one of the time of that release is taken.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[ ! -e target/peers/portkey/node_modules/@portkey-ai/gateway ] || exit 0
mkdir -p target/peers/portkey
echo '{"private": true, "overrides": {"@hono/node-server": "1.13.8"}}' >target/peers/portkey/package.json
cd target/peers/portkey
npm install --no-audit --no-fund --ignore-scripts @portkey-ai/gateway@1.15.2 >&2
