#!/usr/bin/env bash
# Replays public traces over modelled nodes, by every strategy, and prints a table (about a minute).
# The traces are looked for in $TIDEGATE_TRACES, or else in ../shared/data.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -B -P bench test-compile exec:exec@benchmark \
  -Dbench.main=io.tidegate.routing.balancing.ReplayTable -Dbench.args=
