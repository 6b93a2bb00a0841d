#!/usr/bin/env bash
# What checkpoints cost: the same training with and without them, alternating.
#
#   bench/checkpoint-cost.sh RATINGS [PAIRS] [EPOCHS] [EVERY]
#
# Of each pair (10 if not given, of 1500 epochs, a checkpoint every 1s) it prints the seconds of wall and of processor, and those of
# the thread that writes; at the end the medians of the pairs' ratios, with their range. Where a busy machine hides what one checkpoint a
# second takes, ten a second (100ms) show ten times as much.
set -euo pipefail
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
ratings=${1:?the ratings, such as u.data}
pairs=${2:-10} epochs=${3:-1500} every=${4:-1s}
gravmf=${GRAVMF:-$here/../gravmf}
"$gravmf" --version > /dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT='%R %U %S'

# Until the run ends, notes what its thread for checkpoints has used, in hundredths of a second. It starts no programs
# of its own but sleep.
watch_writer() {
  local task name fields writer=0
  while kill -0 "$1" 2> /dev/null; do
    for task in "/proc/$1"/task/*; do
      { read -r name < "$task/comm" && [[ $name == gravmf-checkpo* ]] && read -ra fields < "$task/stat"; } 2> /dev/null || continue
      writer=$((fields[13] + fields[14]))
    done
    sleep 0.5
  done
  echo "$writer" > "$work/writer"
}

# The time is that of the run alone: the watcher may sleep a little longer.
run_watched() {
  local run
  {
    time {
      "$gravmf" train --ratings "$ratings" --epochs "$epochs" --print-every "$epochs" --device cpu --out "$work/model" "$@" \
        > "$work/out" 2>&1 &
      run=$!
      watch_writer "$run" &
      wait "$run" || true # what it said is shown below
    }
  } 2> "$work/time"
}

# Seconds of wall and of processor of one run, and of its writer.
train() {
  rm -rf "$work/model"
  run_watched "$@"
  wait
  grep -q '^trained' "$work/out" || { cat "$work/out" >&2; exit 1; }
  echo "$(awk '{ printf "%s %.3f", $1, $2 + $3 }' "$work/time") $(awk '{ print $1 / 100 }' "$work/writer")"
}

train > /dev/null
for ((pair = 1; pair <= pairs; pair++)); do
  # Each is as often the first.
  if ((pair % 2)); then
    without=$(train)
    with=$(train --checkpoint-every "$every")
  else
    with=$(train --checkpoint-every "$every")
    without=$(train)
  fi
  echo "$without $with"
done | awk '{ printf "%d: without %.2f s, %.2f s of processor; with %.2f s, %.2f s, %.2f s of it to write\n", NR, $1, $2, $4, $5, $6; fflush()
    print $4 / $1 > wall; print $5 / $2 > processor; print 1 + $6 / $4 > writer }' \
    "wall=$work/ratio.wall" "processor=$work/ratio.processor" "writer=$work/ratio.writer"
for what in wall processor writer; do
  sort -n "$work/ratio.$what" | awk -v what="$what" '{ r[NR] = $1 } END {
    names["wall"] = "with / without, wall"; names["processor"] = "with / without, processor"
    names["writer"] = "1 + processor of the writer / wall"
    printf "%s: median %.4f, from %.4f to %.4f\n", names[what], (r[int((NR + 1) / 2)] + r[int(NR / 2) + 1]) / 2, r[1], r[NR] }'
done
