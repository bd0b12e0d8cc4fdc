#!/usr/bin/env bash
# Measures what it costs to place a call, against a random pick in the same run (about four minutes).
# Arguments go to JMH: bench/balancer.sh -p nodes=30 -prof gc
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -q -B -P bench test-compile exec:exec@benchmark \
  -Dbench.args="BalancerBenchmark -jvmArgs -Xmx512m $*"
