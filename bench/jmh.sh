#!/usr/bin/env bash
# What the hot inner parts cost by themselves, in nanoseconds, and what each allocates: the key of a question, reading the
# events of a stream, a turn in the queue, the choice among nodes. JMH, one fork each; about five minutes. None is a figure of
# a call: here each has the processor's caches to itself.
# Arguments go to JMH instead: bench/jmh.sh KeyBenchmark -p size=60
# Needs a built server and compiled tests (mvn package); fetches JMH the first time.
# Usage: bench/jmh.sh [JMH's arguments]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source bench/functions.sh

jmh=target/jmh
[ -s $jmh/classpath ] || {
  mkdir -p $jmh
  mvn -q -B -ntp -f bench/jmh/pom.xml dependency:build-classpath -Dmdep.outputFile="$PWD/$jmh/classpath" >&2
}
rm -rf $jmh/ear $jmh/classes
mkdir $jmh/ear $jmh/classes
(cd $jmh/ear && jar xf ../../tidegate.ear lib)
classpath="$(cat $jmh/classpath):target/classes:target/test-classes:target/tidegate/WEB-INF/lib/*:$jmh/ear/lib/*"
classpath+=":$(find $wlp/dev/api -name '*.jar' | tr '\n' :)"
javac --release 17 -nowarn -d $jmh/classes -cp "$classpath" -processor org.openjdk.jmh.generators.BenchmarkProcessor \
  bench/java/io/tidegate/{cache/key,upstream/reading,admission,routing}/*Benchmark.java
[ $# -gt 0 ] || set -- KeyBenchmark StreamBenchmark TurnBenchmark BalancerBenchmark.placesOnOneThread -p nodes=3,30 \
  -p policy=WEIGHTED_LEAST_CONNECTIONS,RANDOM -wi 2 -i 3
keep_result jmh
java -cp "$jmh/classes:$classpath" org.openjdk.jmh.Main "$@" -jvmArgs -Xmx512m -prof gc -v SILENT -rf text -rff "$work/jmh" >&2
grep -E '^Benchmark|  avgt|gc.alloc.rate.norm' "$work/jmh" | grep -vE 'gc\.(alloc\.rate|count|time) '
