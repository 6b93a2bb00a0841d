#!/usr/bin/env bash
# Writes what runs of bench/gpu-acceptance.sh have measured into docs/gpu.md, beside what was predicted, and a line
# for each into README.md: between the marks of the two files, from nothing but the results.
#
#   bench/fill-gpu-docs.sh [RESULTS]...      default: every folder of bench/results that has a results.csv of a GPU
set -euo pipefail

root=${GRAVMF_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
cd "$root"
runs=("$@")
((${#runs[@]} > 0)) || mapfile -t runs < <(ls -d bench/results/*/ 2> /dev/null | sort)

measured=''
lines=''
for run in "${runs[@]}"; do
  run=${run%/}
  [[ -f $run/results.csv ]] || continue
  heading=$(sed -n 's/^# Acceptance on //p' "$run/README.md")
  if [[ $heading == *emulated* ]]; then
    echo "fill-gpu-docs: $run is of the emulated device, whose times mean nothing" >&2
    (($# == 0)) && continue
    exit 2
  fi
  driver=$(sed -n 's/.*"gpu": "[^,]*, [^,]*, \([^,]*\),.*/\1/p' "$run/machine.json")
  table=$(awk -v gpu="$heading" -f bench/gpu-table.awk bench/gpu-predictions.csv "$run/results.csv")
  measured+="**$heading**, driver ${driver:-unknown} (\`$run\`):"$'\n\n'"$table"$'\n\n'
  best=$(awk -v gpu="$heading" -v line=1 -f bench/gpu-table.awk bench/gpu-predictions.csv "$run/results.csv")
  lines+="Measured on $heading: $best ([results]($run/README.md))."$'\n'
done

# Replaces what stands between the marks in a file; takes the file and the words.
fill() {
  grep -q '^<!-- gpu: begin -->$' "$1" || { echo "fill-gpu-docs: $1 has no mark '<!-- gpu: begin -->'" >&2; exit 2; }
  awk -v words="$2" '/^<!-- gpu: end -->$/ { inside = 0 }
    !inside { print }
    /^<!-- gpu: begin -->$/ { inside = 1; printf "%s", words }' "$1" > "$1.new"
  mv "$1.new" "$1"
}

none='**No real GPU has run this yet**, and no figure of one is quoted until one has.'$'\n'
fill docs/gpu.md "${measured:-$none}"
fill README.md "${lines:-$none}"
