#!/usr/bin/env bash
# The whole acceptance of the CUDA engine on one machine: self-test, compute-sanitizer, golden
# trajectories, benchmarks, PyTorch side by side. Needs Linux, an NVIDIA driver and a Java runtime,
# 17 or newer, with the modules of cli/target/gravmf.jar; what else is missing is left out and said.
set -euo pipefail

usage() {
  cat << 'END'
usage: bench/gpu-acceptance.sh [OPTION]...

  --java DIR          the Java runtime (default: JAVA_HOME, else the PATH's)
  --jar FILE          the built command (default: cli/target/gravmf.jar, built if absent)
  --bench-jar FILE    the built benchmarks (default: bench/target/gravmf-bench.jar)
  --data DIR          ml-100k, unpacked (default: ../shared/data/ml-100k)
  --goldens DIR       golden trajectories (default: ../shared/golden)
  --golden-epochs N   follow them for no more than N epochs (default: to their end)
  --device NAME       the device, such as cuda:1 (default: cuda, the first that can be used); JMH,
                      PyTorch and nvidia-smi are given the same card, by its UUID
  --python COMMAND    the Python that may have PyTorch (default: python3)
  --out DIR           where results go (default: bench/results/<gpu>-<date>)
  --help

Writes DIR/results.json, DIR/results.csv, DIR/README.md, DIR/gpu.csv (clocks, power, temperature and
throttling, twice a second) and what each step printed. Exit code 0 where each step that
ran passed, 1 where one failed, 2 where the device cannot be used.
END
}

die() {
  printf 'gpu-acceptance: %s\n' "$1" >&2
  exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java_home=${JAVA_HOME:-}
jar=$root/cli/target/gravmf.jar
bench_jar=$root/bench/target/gravmf-bench.jar
data=$root/../shared/data/ml-100k
goldens=$root/../shared/golden
golden_epochs=1000000
device=cuda
python=python3
out=''
while (($# > 0)); do
  option=$1
  case $option in
    --help)
      usage
      exit 0
      ;;
    --java | --jar | --bench-jar | --data | --goldens | --golden-epochs | --device | --python | --out) ;;
    *) die "unknown option $option (see --help)" ;;
  esac
  (($# > 1)) || die "$option needs a value"
  value=$2
  shift 2
  case $option in
    --java) java_home=$value ;;
    --jar) jar=$value ;;
    --bench-jar) bench_jar=$value ;;
    --data) data=$value ;;
    --goldens) goldens=$value ;;
    --golden-epochs) golden_epochs=$value ;;
    --device) device=$value ;;
    --python) python=$value ;;
    --out) out=$value ;;
  esac
done

java=${java_home:+$java_home/bin/}java
command -v "$java" > /dev/null || die "there is no Java at $java (choose one with --java DIR)"
if [[ ! -f $jar ]]; then
  "$root/gravmf" --version > /dev/null
  jar=$root/cli/target/gravmf.jar
fi
flags=(-XX:ObjectAlignmentInBytes=64 -XX:+UseParallelGC)
# A runtime made by jlink may lack the module, then the CPU's part runs on plain loops.
if "$java" --list-modules 2> /dev/null | grep -q '^jdk.incubator.vector'; then
  flags+=(--add-modules jdk.incubator.vector -Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0)
fi
gravmf=("$java" "${flags[@]}" -jar "$jar")

work=$(mktemp -d)
watcher=''
trap '[[ -z $watcher ]] || kill "$watcher" 2> /dev/null; rm -rf "$work"' EXIT
devices=$("${gravmf[@]}" devices --json 2> "$work/stderr") || die "$(tail -n 1 "$work/stderr")"
# A line for each GPU: its number here, which differs between programs, whether it can be used, and
# its UUID, which does not. The first that can be used is what "cuda" chooses.
cards=$(tr '{' '\n' <<< "$devices" | tr -d '\n' | sed 's/"device"/\n&/g' |
  sed -n 's/.*"device" *: *"\(cuda:[0-9]*\)".*"problem" *: *\(null\|"\).*"uuid" *: *"\(GPU-[^"]*\)".*/\1 \2 \3/p')
[[ $device != cuda ]] || device=$(awk '$2 == "null" { print $1; exit }' <<< "$cards")
uuid=$(awk -v device="$device" '$1 == device { print $3 }' <<< "$cards")
name=$("${gravmf[@]}" devices 2> /dev/null | sed -n "s/^${device:-cuda}  *//p" | head -n 1)
[[ -n $name && $name != *'cannot be used'* ]] || die "${device:-cuda}: ${name:-there is no such device}"
name=${name%% (*}
name=${name%%, *}
date=$(date -u +%F)
slug=$(tr -cs 'A-Za-z0-9' '-' <<< "$name" | sed 's/-*$//' | tr '[:upper:]' '[:lower:]')
out=${out:-$root/bench/results/$slug-$date}
mkdir -p "$out"
out=$(cd "$out" && pwd)
results=$work/results
: > "$results"
failed=0

# Keeps one result: step, state (passed, failed, left out), words, and optionally JSON.
note() {
  printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "${4:-null}" >> "$results"
  printf '%-28s %-8s %s\n' "$1" "$2" "$3"
  [[ $2 != failed ]] || failed=1
}

# Runs a command with what it prints in a file of the results; takes step, file, command.
step() {
  local step=$1 file=$2 begun=$SECONDS code=0
  shift 2
  "$@" > "$out/$file" 2> "$work/stderr" || code=$?
  if ((code != 0)); then
    cat "$work/stderr" >> "$out/$file"
    note "$step" failed "exit code $code after $((SECONDS - begun)) s, see $file"
    return 1
  fi
  took=$((SECONDS - begun))
}

# Looks at the card while everything else runs.
watch_card() {
  if ! command -v nvidia-smi > /dev/null; then
    note clocks 'left out' 'nvidia-smi is not here'
    return 0
  fi
  nvidia-smi --format=csv,nounits -i "$uuid" -lms 500 --query-gpu=timestamp,uuid,clocks.sm,clocks.mem,\
power.draw,temperature.gpu,clocks_throttle_reasons.active > "$out/gpu.csv" 2>&1 &
  watcher=$!
}

# Says how fast the card ran and what held it down; the bits are NVML's, idling is none.
sum_up_card() {
  [[ -n $watcher ]] || return 0
  kill "$watcher" 2> /dev/null || true
  watcher=''
  local words
  words=$(awk -F', *' '$7 ~ /^0x/ {
      if (!n++ || $3 < least) least = $3
      if ($3 > most) most = $3
      if ($5 + 0 > watts) watts = $5 + 0
      if ($6 > hottest) hottest = $6
      bits = substr($7, length($7) - 1)
      if (bits !~ /^0[0-3]$/) held++
    }
    END { if (n) printf "%d to %d MHz, at most %.0f W and %d degrees, clock held down in %d of %d moments", \
      least, most, watts, hottest, held, n }' "$out/gpu.csv")
  if [[ -n $words ]]; then
    note clocks passed "$words, see gpu.csv"
  else
    note clocks 'left out' 'nvidia-smi printed no clocks, see gpu.csv'
  fi
}

describe_machine() {
  {
    printf '{"date": "%s", "commit": "%s", "java": "%s", "cpu": "%s", "cores": %d,\n "device": "%s", "gpu": "%s",\n "devices": %s}\n' \
      "$(date -u +%FT%TZ)" \
      "$(git -C "$root" describe --always --dirty=-changed --abbrev=12 --exclude='*' 2> /dev/null || true)" \
      "$("$java" -version 2>&1 | sed -n '1s/"/\\"/gp')" \
      "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)" \
      "$(nproc)" \
      "$device" \
      "$(nvidia-smi -i "$uuid" --query-gpu=name,uuid,driver_version,memory.total,clocks.max.sm,power.limit \
        --format=csv,noheader 2> /dev/null | head -n 1 || true)" \
      "$devices"
  } > "$out/machine.json"
}

self_test() {
  step selftest selftest.txt "${gravmf[@]}" selftest --device "$device" || return 0
  note selftest passed "$(tail -n 1 "$out/selftest.txt") in $took s"
}

sanitize() {
  local sanitizer tool
  sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer 2> /dev/null) || {
    note 'compute-sanitizer' 'left out' 'it is not installed'
    return 0
  }
  for tool in memcheck racecheck; do
    step "$tool" "$tool.txt" timeout 900 "$sanitizer" --tool "$tool" --target-processes all \
      --error-exitcode 9 "${gravmf[@]}" selftest --device "$device" || continue
    note "$tool" passed "$(grep 'SUMMARY' "$out/$tool.txt" | tail -n 1) in $took s"
  done
}

# Takes the golden's folder, epochs, how often a loss is printed, the rest of the file's name.
follow() {
  local golden=$1 epochs=$2 every=$3 file
  file=$(basename "$golden")-$4
  local dim verdict state=passed
  dim=$(sed -n 's/.*"dim": *\([0-9]*\).*/\1/p' "$golden/config.json")
  step "golden $file" "golden-$file.txt" "${gravmf[@]}" train --device "$device" \
    --ratings "$data/u.data" --dim "$dim" --epochs "$epochs" --print-every "$every" \
    --init-user "$golden/init_user.npy" --init-item "$golden/init_movie.npy" \
    --permutation "$golden/permutation.npy" --history "$work/history.csv" || return 0
  cp "$work/history.csv" "$out/golden-$file.csv"
  verdict=$(awk -F, -f "$root/bench/follows.awk" "$golden/trajectory.csv" "$work/history.csv") ||
    state=failed
  note "golden $file" "$state" "$(grep -h '^the device spent' "$out/golden-$file.txt" || true)" "$verdict"
}

follow_goldens() {
  local golden epochs
  if [[ ! -f $data/u.data || ! -d $goldens ]]; then
    note goldens 'left out' 'ml-100k or the goldens are not here (--data, --goldens)'
    return 0
  fi
  for golden in "$goldens"/*/; do
    epochs=$(sed -n 's/.*"epochs": *\([0-9]*\).*/\1/p' "$golden/config.json")
    ((epochs <= golden_epochs)) || epochs=$golden_epochs
    follow "$golden" $((epochs < 401 ? epochs : 401)) 1 begin
    ((epochs <= 401)) || follow "$golden" "$epochs" 200 "$epochs"
  done
}

benchmark() {
  if [[ ! -f $bench_jar ]]; then
    note benchmarks 'left out' "there is no ${bench_jar##*/} (mvn -pl bench -am package)"
    return 0
  fi
  local ratings=()
  [[ ! -f $data/u.data ]] || ratings=(--ratings "$data/u.data")
  step benchmarks benchmarks.txt "$java" "${flags[@]}" -jar "$bench_jar" "${bench_options[@]}" --device "$device" \
    --out "$out/bench" ${ratings[@]+"${ratings[@]}"} || return 0
  note benchmarks passed "in $took s, see bench/"
}

side_by_side() {
  local on=cpu path golden=()
  if ! "$python" -c 'import torch' 2> /dev/null; then
    note pytorch 'left out' "$python has no torch (--python)"
    return 0
  elif [[ ! -f $data/u.data ]]; then
    note pytorch 'left out' 'ml-100k is not here (--data)'
    return 0
  fi
  ! CUDA_VISIBLE_DEVICES=$uuid "$python" -c 'import torch, sys; sys.exit(not torch.cuda.is_available())' 2> /dev/null || on=cuda
  [[ ! -d $goldens/notebook-d100 ]] || golden=("$goldens/notebook-d100" --ratings "$data/u.data")
  step 'pytorch goldens' pytorch-goldens.jsonl env "CUDA_VISIBLE_DEVICES=$uuid" "$python" "$root/bench/peers/pytorch_golden.py" \
    "$root/engine/src/main/resources/io/gravmf/selftest/golden.json" \
    ${golden[@]+"${golden[@]}"} --device "$on" || return 0
  note 'pytorch goldens' passed "on $on in $took s"
  step pytorch pytorch.jsonl timeout 1800 env "CUDA_VISIBLE_DEVICES=$uuid" "$python" "$root/bench/peers/pytorch_epoch.py" \
    --ratings "$data/u.data" --dims "${timed_dims// /,}" --device "$on" || return 0
  note pytorch passed "on $on in $took s"
  for path in graph persistent stream; do
    local dim
    for dim in $timed_dims; do
      step "epoch $path d=$dim" "epoch-$path-$dim.txt" "${gravmf[@]}" train --device "$device" \
        --ratings "$data/u.data" --dim "$dim" --epochs "$timed_epochs" --print-every 100000 \
        --epoch-path "$path" || continue
      note "epoch $path d=$dim" passed "$(grep -h '^the device spent' "$out/epoch-$path-$dim.txt")"
    done
  done
}

# A JSON array of the results, the same as CSV, and a table.
write_report() {
  awk -F'\t' 'BEGIN { print "[" }
    { gsub(/["\\]/, "", $3)
      printf "%s  {\"step\": \"%s\", \"state\": \"%s\", \"words\": \"%s\", \"figures\": %s}", (NR > 1 ? ",\n" : ""), $1, $2, $3, $4 }
    END { print "\n]" }' "$results" > "$out/results.json"
  awk -F'\t' 'BEGIN { print "step,state,words" }
    { gsub(/"/, "\"\"", $3); printf "%s,%s,\"%s\"\n", $1, $2, $3 }' "$results" > "$out/results.csv"
  {
    printf '# Acceptance on %s, %s\n\n' "$name" "$date"
    if [[ $name == *emulated* ]]; then
      printf '**No GPU ran this**: the device is the test double, whose times mean nothing.\n\n'
    fi
    printf 'Command: `bench/gpu-acceptance.sh`. Machine: [machine.json](machine.json).\n\n'
    printf '| step | state | |\n| --- | --- | --- |\n'
    awk -F'\t' '{ printf "| %s | %s | %s%s |\n", $1, $2, $3, ($4 == "null" ? "" : " `" $4 "`") }' "$results"
    if [[ -s $out/pytorch.jsonl ]]; then
      printf '\nPyTorch in the same run:\n\n```\n'
      cat "$out/pytorch.jsonl"
      printf '```\n'
    fi
    if [[ -s $out/selftest.txt ]]; then
      printf '\nSelf-test:\n\n```\n'
      cat "$out/selftest.txt"
      printf '```\n'
    fi
  } > "$out/README.md"
}

timed_epochs=2000
timed_dims='8 16 32 64 100 128 256'
bench_options=(--full)
if [[ $name == *emulated* ]]; then
  # Some thousand times slower than a GPU, and its times mean nothing: see that each step runs.
  timed_epochs=5
  timed_dims=8
  bench_options=(--quick --filter 'CudaKernelBenchmark.*kernel=(sparse|adamw)$')
fi

printf 'gravmf acceptance on %s (%s), results in %s\n' "$name" "$device" "$out"
describe_machine
watch_card
self_test
sanitize
follow_goldens
benchmark
side_by_side
sum_up_card
write_report
exit $failed
