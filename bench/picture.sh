#!/usr/bin/env bash
# The picture in the README, of what bench/overload.sh left in bench/results/overload.csv.
# Usage: bench/picture.sh [table] [picture]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec java bench/java/io/tidegate/bench/Picture.java "${1:-bench/results/overload.csv}" "${2:-docs/images/overload.svg}"
