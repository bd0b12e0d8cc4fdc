#!/usr/bin/env bash
# Tries unmodified SDKs against a running server. See README.md.
set -euo pipefail
cd "$(dirname "$0")"

export TIDEGATE_URL=${1:-http://localhost:9080}
npm install --silent --no-package-lock --no-audit --no-fund
node try.mjs
