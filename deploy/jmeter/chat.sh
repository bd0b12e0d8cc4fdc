#!/usr/bin/env bash
# Runs chat.jmx without a window and prints what came: calls a second, mean and 99 % in ms, share of errors.
#
# JMeter's parts come from Maven Central (pom.xml) the first time; Debian's JMeter loads no plan. Usage, with what is meant when
# nothing is said:
#   deploy/jmeter/chat.sh host=127.0.0.1 port=9080 rate=500 seconds=60 clients=800 model=deepseek-flash key=none
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

home=$here/../../target/jmeter
[ -e "$home/bin/jmeter.properties" ] || {
  mkdir -p "$home/lib/ext" "$home/lib/junit" "$home/bin"
  mvn -q -B -ntp -f "$here/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/classpath"
  tr : '\n' <"$work/classpath" | while read -r jar || [ -n "$jar" ]; do
    case $jar in
      */ApacheJMeter_config-*) (cd "$home" && jar xf "$jar" bin) ;;
      */ApacheJMeter_*) cp "$jar" "$home/lib/ext" ;;
      */ApacheJMeter-*) cp "$jar" "$home/bin/ApacheJMeter.jar" ;;
      *) cp "$jar" "$home/lib" ;;
    esac
  done
} >&2

# Nine of ten ask one of 500 questions, the k-th 1/k times as often as the first.
awk -v seed="${SEED:-$RANDOM}" 'BEGIN {
  srand(seed); for (k = 1; k <= 500; k++) upto[k] = upto[k - 1] + 1 / k
  for (i = 0; i < 200000; i++) {
    if (rand() >= 0.9) { printf "own-%d-%d\n", seed, i; continue }
    drawn = rand() * upto[500]; low = 1; high = 500
    while (low < high) { middle = int((low + high) / 2); if (upto[middle] < drawn) low = middle + 1; else high = middle }
    print low
  } }' >"$work/questions.csv"
java -Xms512m -Xmx512m -Xss256k -Djava.awt.headless=true -jar "$home/bin/ApacheJMeter.jar" -d "$home" -n -t "$here/chat.jmx" -l "$work/calls.csv" -j "$work/jmeter.log" \
  -Jquestions="$work/questions.csv" -Jjmeter.save.saveservice.output_format=csv -Jjmeter.save.saveservice.print_field_names=false \
  "${@/#/-J}" >"$work/summary" || { tail -20 "$work/jmeter.log" >&2; exit 1; }

# time stamp, elapsed, label, code, ...
sort -t, -k2 -n "$work/calls.csv" | awk -F, '
  {at[NR] = $2; sum += $2; bad += $4 != 200; first = first && first < $1 ? first : $1; last = $1 + $2 > last ? $1 + $2 : last}
  END {
    if (NR == 0) { print "no call was made" > "/dev/stderr"; exit 1 }
    printf "%d calls, %.0f a second, mean %.1f ms, p99 %.1f ms, errors %.2f %%\n", NR, 1000 * NR / (last - first),
      sum / NR, at[int(0.99 * (NR - 1)) + 1], 100 * bad / NR
  }'
