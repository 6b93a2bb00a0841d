#!/usr/bin/env bash
# t-SNE side by side with scikit-learn, in turns on the same machine and points; then 20 000 points.
set -euo pipefail

usage() {
  cat << 'END'
usage: bench/tsne-speed.sh [OPTION]...

  --points FILE      a .npy matrix (default: item factors, d = 100, of the embedded sample, which
                     are trained first)
  --rounds N         how often each runs (default: 3)
  --threads N        threads of each (default: all processors)
  --python COMMAND   a Python that has scikit-learn (default: python3)
  --out FILE         also write the result as JSON
  --no-large         leave out the 20 000 points
  --help

A time is that of the embedding: without Python's imports and the start of the JVM, but with all that
Java's compiler needs to warm up, for each of our runs is a JVM of its own. Processor seconds are of
the whole process, imports and start included. The large set is drawn, 50 clusters in 100 dimensions.
END
}

die() {
  printf 'tsne-speed: %s\n' "$1" >&2
  exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
points=''
rounds=3
threads=$(nproc)
python=python3
out=''
large=1
while (($# > 0)); do
  case $1 in
    --help)
      usage
      exit 0
      ;;
    --no-large)
      large=0
      shift
      continue
      ;;
    --points | --rounds | --threads | --python | --out) (($# > 1)) || die "$1 needs a value" ;;
    *) die "unknown option $1 (see --help)" ;;
  esac
  case $1 in
    --points) points=$2 ;;
    --rounds) rounds=$2 ;;
    --threads) threads=$2 ;;
    --python) python=$2 ;;
    --out) out=$2 ;;
  esac
  shift 2
done
"$python" -c 'import sklearn' 2> /dev/null || die "$python has no scikit-learn (--python chooses another)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z $points ]]; then
  "$root/gravmf" train --dim 100 --epochs 2000 --out "$work/model" --export-npy --quiet
  points=$work/model/item_factors.npy
fi
"$root/gravmf" --version > /dev/null

field() { # the number of a field in JSON
  sed -n "s/.*\"$1\" *: *\([0-9.]*\).*/\1/p" | head -n 1
}

median() {
  sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# Runs a command; its output goes to $work/printed, the processor seconds it took to $cpu.
TIMEFORMAT='%U %S'
timed() {
  { time "$@" > "$work/printed" 2> "$work/stderr"; } 2> "$work/cpu" || die "$(tail -n 1 "$work/stderr")"
  cpu=$(awk '{ print $1 + $2 }' "$work/cpu")
}

embed() { # ours, on a matrix
  timed "$root/gravmf" tsne --points "$1" --threads "$threads" --seed "$2" --out "$work/tsne.csv" \
    --json --quiet
}

load=$(cut -d ' ' -f 1 /proc/loadavg)
for ((round = 1; round <= rounds; round++)); do
  timed "$python" "$root/bench/peers/sklearn_tsne.py" --points "$points" --threads "$threads" \
    --seed "$round"
  theirs=$(awk -v ms="$(field ms < "$work/printed")" 'BEGIN { printf "%.3f", ms / 1000 }')
  version=$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' "$work/printed")
  printf '%s %s %s\n' "$theirs" "$cpu" "$(field klDivergence < "$work/printed")" >> "$work/theirs"
  embed "$points" "$round"
  ours=$(field seconds < "$work/printed")
  rows=$(field points < "$work/printed")
  columns=$(field dimensions < "$work/printed")
  printf '%s %s %s\n' "$ours" "$cpu" "$(field kl_divergence < "$work/printed")" >> "$work/ours"
  printf 'round %d: scikit-learn %.2f s, gravmf %.2f s\n' "$round" "$theirs" "$ours"
done
figures() { # seconds, processor seconds and divergence: medians
  cut -d ' ' -f "$2" "$1" | median
}
ratio=$(awk -v a="$(figures "$work/ours" 1)" -v b="$(figures "$work/theirs" 1)" 'BEGIN { printf "%.3f", a / b }')
large_seconds=null
if ((large)); then
  "$python" - "$work/large.npy" << 'END'
import sys
import numpy as np
random = np.random.default_rng(1)
centres = random.normal(size=(50, 100))
points = centres[random.integers(0, 50, 20_000)] + random.normal(size=(20_000, 100))
np.save(sys.argv[1], points.astype("<f4"))
END
  embed "$work/large.npy" 1
  large_seconds=$(field seconds < "$work/printed")
fi

processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
printf '%d x %d to 3 dimensions, perplexity 3, 1000 iterations, %d threads, %s\n' \
  "$rows" "$columns" "$threads" "$processor"
printf '%-22s %9s %18s %14s\n' '' seconds 'processor seconds' 'KL divergence'
printf '%-22s %9.2f %18.1f %14.4f\n' "scikit-learn $version" \
  "$(figures "$work/theirs" 1)" "$(figures "$work/theirs" 2)" "$(figures "$work/theirs" 3)" \
  gravmf "$(figures "$work/ours" 1)" "$(figures "$work/ours" 2)" "$(figures "$work/ours" 3)"
printf 'gravmf takes %.2f of the time; load before: %s\n' "$ratio" "$load"
if [[ $large_seconds != null ]]; then
  printf '20000 x 100 takes gravmf %.1f s\n' "$large_seconds"
fi
if [[ -n $out ]]; then
  mkdir -p "$(dirname "$out")"
  list() { cut -d ' ' -f "$2" "$1" | paste -sd ,; }
  printf '{\n  "date": "%s",\n  "processor": "%s",\n  "threads": %d,\n  "load_before": %s,\n' \
    "$(date -u +%FT%TZ)" "$processor" "$threads" "$load" > "$out"
  printf '  "points": %d,\n  "dimensions": %d,\n' "$rows" "$columns" >> "$out"
  for who in ours theirs; do
    printf '  "%s": {"seconds": [%s], "processor_seconds": [%s], "kl_divergence": [%s]},\n' \
      "$(sed "s/ours/gravmf/; s/theirs/scikit-learn $version/" <<< "$who")" "$(list "$work/$who" 1)" "$(list "$work/$who" 2)" \
      "$(list "$work/$who" 3)" >> "$out"
  done
  printf '  "ratio": %s,\n  "seconds_for_20000_points": %s\n}\n' "$ratio" "$large_seconds" >> "$out"
fi
