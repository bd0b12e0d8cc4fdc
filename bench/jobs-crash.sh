#!/usr/bin/env bash
# 5 000 jobs on a server that is killed five times while they run, with the database and the broker in it;
# then the same with PostgreSQL and an external Artemis, which are restarted once each.
# Needs a built server (mvn package). Prints the seed.
#
# Usage: bench/jobs-crash.sh [jobs] [kills] [seed]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -B -P bench test-compile exec:exec@benchmark \
  -Dbench.main=io.tidegate.it.crash.CrashTable -Dbench.args="target/liberty/wlp ${1:-5000} ${2:-5} ${3:-$RANDOM}"
