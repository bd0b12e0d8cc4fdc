#!/usr/bin/env bash
# Measures what it costs to seal a stored value and to open it, against SHA-256 of the same bytes in the same run (a few
# seconds). Needs a built server (mvn package).
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/functions.sh
classes="target/classes:target/tidegate/WEB-INF/lib/*"
mkdir "$work/classes"
javac -d "$work/classes" -cp "$classes" bench/java/io/tidegate/sealing/*.java
java -Xmx256m -cp "$work/classes:$classes" io.tidegate.sealing.SealingCost
