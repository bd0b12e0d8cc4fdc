#!/usr/bin/env bash
# Tries the pair of brokers of deploy/artemis, of which only addresses and ports are changed, with a real server and
# PostgreSQL: while jobs are handed in and run, the primary is killed, and started again later. Every job must be
# finished once: none lost, none stuck, none asked of a node twice. Prints for how long nothing was asked after each.
#
# Needs a built server (mvn package). Takes about five minutes. The exit code says whether all held.
#
# Usage: deploy/artemis/try.sh [jobs] [seed]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec mvn -q -B -P bench test-compile exec:exec@benchmark \
  -Dbench.main=io.tidegate.it.crash.PairTrial -Dbench.args="target/liberty/wlp ${1:-8000} ${2:-$RANDOM}"
