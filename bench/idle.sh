#!/usr/bin/env bash
# What a server costs that nobody asks anything: the settings as shipped, and its own two simulators.
# Prints the resident memory two minutes after it was ready, and then its share of a core over five minutes, in
# all and by thread. Needs a built server (mvn package). It uses the ports 9580 and 9581, or PORT and the next.
# Usage: bench/idle.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=${PORT:-9580} settle=${SECONDS_SETTLING:-120} seconds=${SECONDS_IDLE:-300}
source bench/functions.sh
keep_result idle

ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
by_thread() { # thread, milliseconds of processor time since its start
  jcmd "$pid" Thread.print | sed -nE 's/^"(.*)" .*cpu=([0-9.]+)ms .*/\1\t\2/p' |
    sed -E 's/[0-9]+(\t|$|-)/N\1/g' |
    awk -F'\t' '{sum[$1] += $2} END {for (name in sum) printf "%s\t%.1f\n", name, sum[name]}' | sort
}

serve tidegate-idle "$port"
pid=${server_pids[0]}
sleep "$settle"
echo "resident $settle s after ready: $(awk '/^VmRSS/ {printf "%d", $2 / 1024}' "/proc/$pid/status") MiB"
jcmd "$pid" GC.heap_info | sed -nE 's/^ *(.*(total|used|committed).*)/  \1/p'
before=$(ticks)
by_thread >"$work/before"
sleep "$seconds"
by_thread >"$work/after"
after=$(ticks)
awk -v ticks=$((after - before)) -v each="$(getconf CLK_TCK)" -v seconds="$seconds" \
  'BEGIN {printf "processor, idle for %d s: %.2f %% of a core\n", seconds, 100 * ticks / each / seconds}'
join -t "$(printf '\t')" "$work/before" "$work/after" | awk -F'\t' -v seconds="$seconds" \
  '{printf "%.3f %%\t%s\n", ($3 - $2) / seconds / 10, $1}' | sort -rn | head -15 | sed 's/^/  /'
