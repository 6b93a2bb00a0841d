#!/usr/bin/env bash
# What must be seen of the CUDA engine on a GPU, most valuable first, in phases that each end within
# eight minutes and go on where they were cut off. Needs Linux and an NVIDIA driver; the folder that
# bench/pack-gpu-acceptance.sh makes has all else, and nothing outside it is written to.
set -euo pipefail

PHASES='devices selftest bits goldens times sanitizer machine-code kernels golden-ends sweeps batch pytorch queries counters shapes'

usage() {
  cat << END
usage: bench/gpu-acceptance.sh [OPTION]...

  --phase NAME        this phase alone (may be given again); default: all, in this order:
                      $PHASES
  --again             phases that have passed are run again, not skipped
  --java DIR          the Java runtime (default: runtime/ beside bench/, else JAVA_HOME, else the PATH's)
  --jar FILE          the built command (default: gravmf.jar beside bench/, else cli/target/gravmf.jar)
  --bench-jar FILE    the built benchmarks (default: likewise gravmf-bench.jar)
  --data DIR          ml-100k, unpacked (default: data/ml-100k beside bench/, else ../shared/data/ml-100k)
  --goldens DIR       golden trajectories (default: goldens/ beside bench/, else ../shared/golden)
  --golden-epochs N   follow them for no more than N epochs (default: to their end)
  --device NAME       the device, such as cuda:1 (default: cuda, the first that can be used)
  --python COMMAND    the Python that may have PyTorch (default: python3)
  --out DIR           where results go (default: bench/results/<gpu>-<date>)
  --help

DIR gets README.md, results.json, results.csv, machine.json, gpu.csv and steps.tar.gz (what each
step printed), renewed after every step, so whatever ends a job leaves a report. Exit code 0 where
each step passed, 1 where one failed or lacks its data, 2 where the device cannot be used.
END
}

die() {
  printf 'gpu-acceptance: %s\n' "$1" >&2
  exit 2
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Takes a file of the packed folder and where a checkout has it.
either() { if [[ -e $root/$1 ]]; then printf '%s' "$root/$1"; else printf '%s' "$2"; fi; }
java_home=$(either runtime "${JAVA_HOME:-}")
jar=$(either gravmf.jar "$root/cli/target/gravmf.jar")
bench_jar=$(either gravmf-bench.jar "$root/bench/target/gravmf-bench.jar")
data=$(either data/ml-100k "$root/../shared/data/ml-100k")
goldens=$(either goldens "$root/../shared/golden")
fatbin=$(either gravmf.fatbin "$root/kernels/src/main/resources/io/gravmf/kernels/gravmf.fatbin")
resources=$(either gravmf.tsv "$root/kernels/src/main/resources/io/gravmf/kernels/gravmf.tsv")
doubles=$(either doubles.regex "$root/kernels/src/main/cuda/doubles.regex")
golden_epochs=1000000
device=cuda
python=python3
out=''
again=''
wanted=''
while (($# > 0)); do
  option=$1
  case $option in
    --help)
      usage
      exit 0
      ;;
    --again)
      again=1
      shift
      continue
      ;;
    --phase | --java | --jar | --bench-jar | --data | --goldens | --golden-epochs | --device | --python | --out) ;;
    *) die "unknown option $option (see --help)" ;;
  esac
  (($# > 1)) || die "$option needs a value"
  value=$2
  shift 2
  case $option in
    --phase)
      [[ " $PHASES " == *" $value "* ]] || die "there is no phase $value, expected one of: $PHASES"
      wanted+=" $value"
      ;;
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
[[ -f $jar ]] || die "there is no $jar (build it: ./gravmf --version, or choose with --jar FILE)"

# Everything temporary is below the folder: machines for rent have small, shared or read-only ones.
work=$root/.acceptance
mkdir -p "$work"
export TMPDIR=$work
flags=(-XX:ObjectAlignmentInBytes=64 -XX:+UseParallelGC -XX:-UsePerfData "-Djava.io.tmpdir=$work")
# A runtime made by jlink may lack the module, then the CPU's part runs on plain loops.
if "$java" --list-modules 2> /dev/null | grep -q '^jdk.incubator.vector'; then
  flags+=(--add-modules jdk.incubator.vector -Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0)
fi
gravmf=("$java" "${flags[@]}" -jar "$jar")

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
emulated=''
[[ $name != *emulated* ]] || emulated=1
date=$(date -u +%F)
slug=$(tr -cs 'A-Za-z0-9' '-' <<< "$name" | sed 's/-*$//' | tr '[:upper:]' '[:lower:]')
out=${out:-$root/bench/results/$slug-$date}
mkdir -p "$out"
out=$(cd "$out" && pwd)

# What earlier jobs have done comes along in the results.
steps=$work/steps
rm -rf "$steps"
mkdir -p "$steps"
[[ ! -f $out/steps.tar.gz ]] || tar -xzf "$out/steps.tar.gz" -C "$steps"
results=$steps/results.tsv
touch "$results"
begun_all=$SECONDS
phase=''
deadline=0
watcher=''

# Keeps one result: step, state (passed, failed, left out), words, and optionally JSON. A step that
# was run again replaces what it was.
note() {
  awk -F'\t' -v step="$phase: $1" '$1 != step' "$results" > "$results.new"
  printf '%s\t%s\t%s\t%s\n' "$phase: $1" "$2" "${3//$'\t'/ }" "${4:-null}" >> "$results.new"
  mv "$results.new" "$results"
  printf '%-34s %-8s %s\n' "$phase: $1" "$2" "$3"
  write_report
}

# A JSON array of the results, the same as CSV, a page, and all that was printed.
write_report() {
  awk -F'\t' 'BEGIN { print "[" }
    { gsub(/["\\]/, "", $3)
      printf "%s  {\"step\": \"%s\", \"state\": \"%s\", \"words\": \"%s\", \"figures\": %s}", (NR > 1 ? ",\n" : ""), $1, $2, $3, $4 }
    END { print "\n]" }' "$results" > "$out/results.json"
  awk -F'\t' 'BEGIN { print "step,state,words,figures" }
    { gsub(/"/, "\"\"", $3); gsub(/"/, "\"\"", $4); printf "%s,%s,\"%s\",\"%s\"\n", $1, $2, $3, $4 }' "$results" > "$out/results.csv"
  {
    printf '# Acceptance on %s, %s\n\n' "$name" "$date"
    [[ -z $emulated ]] || printf '**No GPU ran this**: the device is the test double, whose times mean nothing.\n\n'
    printf 'Command: `bench/gpu-acceptance.sh`. Machine: [machine.json](machine.json). What each step printed: steps.tar.gz.\n\n'
    printf '| step | state | |\n| --- | --- | --- |\n'
    awk -F'\t' '{ printf "| %s | %s | %s%s |\n", $1, $2, $3, ($4 == "null" ? "" : " `" $4 "`") }' "$results"
    still_needed
  } > "$out/README.md"
  tar -czf "$out/steps.tar.gz.new" -C "$steps" . && mv "$out/steps.tar.gz.new" "$out/steps.tar.gz"
}

# What only a GPU can say, as far as this run has not.
still_needed() {
  local left
  left=$(awk -F'\t' '$2 != "passed" { print "- " $1 ": " $3 }' "$results")
  printf '\n## What a GPU is still needed for\n\n'
  if [[ -n $emulated ]]; then
    cat << 'END'
Everything that is about time, and what the test double cannot see:

- every time of an epoch, a sweep and a kernel, and the choice between graph and persistent by them
- that the machine code of each architecture and the driver's compiler give the same bits as the sources
- races through global memory as a real memory system orders it (phase `bits`), and compute-sanitizer
- counters of the hardware against those of the model (phase `counters`)
- PyTorch on the same card
END
  fi
  [[ -z $left ]] || printf '%s\n' "$left"
  [[ -n $emulated || -n $left ]] || printf 'Nothing of this list.\n'
}

# Whatever ends the job, what there is has been written down.
finish() {
  local code=$?
  [[ -z $watcher ]] || kill "$watcher" 2> /dev/null || true
  [[ -z $phase ]] || write_report || true
  exit $code
}
trap finish EXIT
trap 'exit 143' INT TERM HUP

# Runs a command with what it prints in a file; takes step, file, most seconds, command. What is left
# of the phase's eight minutes is the limit in any case.
step() {
  local step=$1 file=$steps/$2 limit=$3 begun=$SECONDS code=0
  shift 3
  ((deadline - SECONDS >= limit)) || limit=$((deadline - SECONDS))
  if ((limit < 5)); then
    note "$step" failed "no time was left of the phase's $PHASE_SECONDS s: run it again with --phase $phase"
    return 1
  fi
  timeout -k 5 "$limit" "$@" > "$file" 2> "$work/stderr" || code=$?
  took=$((SECONDS - begun))
  ((code != 0)) || return 0
  cat "$work/stderr" >> "$file"
  note "$step" failed "exit code $code after $took s, see ${file##*/}"
  return 1
}

# Absent data is a failure: a run that measured half would look like one that measured all.
need_data() {
  [[ -f $data/u.data ]] || {
    note data failed "there is no $data/u.data (--data DIR)"
    return 1
  }
}

train=("${gravmf[@]}" train --device "$device")

watch_card() {
  command -v nvidia-smi > /dev/null || return 0
  nvidia-smi --format=csv,nounits -i "$uuid" -lms 500 --query-gpu=timestamp,uuid,clocks.sm,clocks.mem,\
power.draw,temperature.gpu,clocks_throttle_reasons.active >> "$out/gpu.csv" 2>&1 &
  watcher=$!
}

phase_devices() {
  printf '{"date": "%s", "commit": "%s", "java": "%s", "cpu": "%s", "cores": %d,\n "device": "%s", "gpu": "%s",\n "devices": %s}\n' \
    "$(date -u +%FT%TZ)" \
    "$(cat "$root/commit" 2> /dev/null || git -C "$root" describe --always --dirty=-changed --abbrev=12 --exclude='*' 2> /dev/null || true)" \
    "$("$java" -version 2>&1 | sed -n '1s/"/\\"/gp')" \
    "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)" \
    "$(nproc)" "$device" \
    "$(nvidia-smi -i "$uuid" --query-gpu=name,uuid,driver_version,memory.total,clocks.max.sm,power.limit \
      --format=csv,noheader 2> /dev/null | head -n 1 || true)" \
    "$devices" > "$out/machine.json"
  note devices passed "$name, $uuid"
}

phase_selftest() {
  step selftest selftest.txt 300 "${gravmf[@]}" selftest --device "$device" || return 0
  note selftest passed "$(tail -n 1 "$steps/selftest.txt") in $took s"
}

# The only test there of races through global memory: three runs of each path, losses and factors.
phase_bits() {
  local d path run sums='' sum
  for d in $bit_dims; do
    sums=''
    for path in graph persistent stream; do
      for run in 1 2 3; do
        step "d=$d $path" "bits-$d-$path-$run.txt" 120 "${train[@]}" --dim "$d" --epochs "$bit_epochs" --print-every 1000 \
          --epoch-path "$path" --history "$work/history.csv" --out "$work/model" || continue 3
        sum=$(cat "$work/history.csv" "$work/model/model.safetensors" | sha256sum | cut -c 1-16)
        sums+="$sum "
        rm -rf "$work/model"
      done
    done
    if [[ $(tr ' ' '\n' <<< "$sums" | sort -u | grep -c .) == 1 ]]; then
      note "d=$d" passed "losses and factors of $bit_epochs epochs by graph, persistent and stream, thrice each: ${sums%% *}"
    else
      note "d=$d" failed "different bits: $sums"
    fi
  done
}

# Takes the golden's folder, the path, epochs, how often a loss is printed, most seconds.
follow() {
  local golden=$1 path=$2 epochs=$3 every=$4 dim verdict state=passed file
  file=$(basename "$golden")-$path-$epochs
  dim=$(sed -n 's/.*"dim": *\([0-9]*\).*/\1/p' "$golden/config.json")
  step "$file" "golden-$file.txt" "$5" "${train[@]}" --ratings "$data/u.data" --dim "$dim" --epochs "$epochs" \
    --print-every "$every" --init-user "$golden/init_user.npy" --init-item "$golden/init_movie.npy" \
    --permutation "$golden/permutation.npy" --history "$work/history.csv" --epoch-path "$path" || return 0
  cp "$work/history.csv" "$steps/golden-$file.csv"
  verdict=$(awk -F, -f "$root/bench/follows.awk" "$golden/trajectory.csv" "$work/history.csv") || state=failed
  note "$file" "$state" "$(grep -h '^the device spent' "$steps/golden-$file.txt" || true)" "$verdict"
}

follow_all() { # whether to their ends, paths...
  local ends=$1 golden epochs path
  shift
  need_data || return 0
  [[ -d $goldens ]] || { note goldens failed "there is no $goldens (--goldens DIR)"; return 0; }
  for golden in "$goldens"/*/; do
    epochs=$(sed -n 's/.*"epochs": *\([0-9]*\).*/\1/p' "$golden/config.json")
    ((epochs <= golden_epochs)) || epochs=$golden_epochs
    for path in "$@"; do
      if [[ -z $ends ]]; then
        follow "$golden" "$path" $((epochs < 401 ? epochs : 401)) 1 200
      elif ((epochs > 401)); then
        follow "$golden" "$path" "$epochs" 200 400
      fi
    done
  done
}

phase_goldens() { follow_all '' graph persistent stream; }
phase_golden-ends() { follow_all 1 graph persistent; }

# Microseconds an epoch: by the device's own events, and by the wall with what the host adds.
time_epochs() { # step, file, options...
  local step=$1 file=$2 wall
  shift 2
  wall=$(date +%s%N)
  step "$step" "$file" 200 "${train[@]}" "$@" || return 0
  wall=$((($(date +%s%N) - wall) / 1000000))
  note "$step" passed "$(grep -h '^the device spent' "$steps/$file"); $wall ms with the start of the JVM"
}

phase_times() {
  need_data || return 0
  local path d
  for d in $timed_dims; do
    for path in graph persistent stream; do
      time_epochs "d=$d $path" "epoch-$path-$d.txt" --ratings "$data/u.data" --dim "$d" --epochs "$timed_epochs" \
        --print-every 100000 --epoch-path "$path"
    done
  done
}

phase_sanitizer() {
  local sanitizer tool path
  sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer 2> /dev/null) || {
    note compute-sanitizer 'left out' 'it is not installed'
    return 0
  }
  "${gravmf[@]}" generate --users 30 --items 40 --count 700 --out "$work/small" > /dev/null 2>&1 || true
  local small=(train --device "$device" --ratings "$work/small/u.data" --dim 20)
  for tool in memcheck racecheck; do
    for path in stream graph persistent; do
      sanitized "$path" "${small[@]}" --epochs 3 --epoch-path "$path"
    done
    for path in als als-cg; do
      sanitized "$path" "${small[@]}" --optimizer "$path" --sweeps 3
    done
    sanitized gibbs "${small[@]}" --optimizer gibbs --sweeps 4 --burn-in 2 --samples 2
  done
  # All other kernels, top-N's and t-SNE's among them; last, for it takes longest.
  for tool in memcheck racecheck; do
    sanitized selftest selftest --device "$device"
  done
}

# Runs a command of the program under the caller's $sanitizer and $tool.
sanitized() {
  local what=$1
  shift
  if step "$tool $what" "$tool-$what.txt" 150 "$sanitizer" --tool "$tool" --target-processes all --error-exitcode 9 "${gravmf[@]}" "$@"; then
    note "$tool $what" passed "$(grep 'SUMMARY' "$steps/$tool-$what.txt" | tail -n 1) in $took s"
  # The sanitizer's devices may refuse blocks that must all be resident: not a fault of the kernel.
  elif grep -q 'COOPERATIVE_LAUNCH_TOO_LARGE\|cooperative' "$steps/$tool-$what.txt"; then
    note "$tool $what" 'left out' 'the sanitizer refuses the cooperative launch'
  fi
}

# What a test of the build holds too, on machines that have the tool.
phase_machine-code() {
  local cuobjdump said
  cuobjdump=$(command -v cuobjdump || ls /usr/local/cuda/bin/cuobjdump 2> /dev/null) || {
    note machine-code 'left out' 'cuobjdump is not installed'
    return 0
  }
  step machine-code machine-code.txt 120 "$cuobjdump" -sass "$fatbin" || return 0
  if said=$(awk -v doubles="$(cat "$doubles")" -f "$root/bench/machine-code.awk" "$resources" "$steps/machine-code.txt"); then
    note machine-code passed "$said"
  else
    note machine-code failed "$(head -n 1 <<< "$said") (of $(wc -l <<< "$said"))"
  fi
  rm "$steps/machine-code.txt" # its 16 MB are what cuobjdump prints anywhere
}

# In a replayed graph of 100 launches: the calls of the host would hide a kernel of 5 us.
phase_kernels() {
  [[ -f $bench_jar ]] || { note kernels failed "there is no $bench_jar (--bench-jar FILE)"; return 0; }
  need_data || return 0
  step kernels kernels.txt 460 "$java" "${flags[@]}" -jar "$bench_jar" "${bench_options[@]}" --device "$device" \
    --ratings "$data/u.data" --out "$steps/kernels" || return 0
  note kernels passed "in $took s, see kernels/ in steps.tar.gz"
}

phase_sweeps() {
  need_data || return 0
  local solver
  for solver in als als-cg; do
    time_epochs "$solver d=100" "sweeps-$solver.txt" --ratings "$data/u.data" --dim "$sweep_dim" --optimizer "$solver" --sweeps 20 --print-every 1000
  done
  time_epochs "gibbs d=16" sweeps-gibbs.txt --ratings "$data/u.data" --dim 16 --optimizer gibbs --sweeps 60 --print-every 1000
}

# Eight small models one after another, and in one launch: the same figures, and in what share of the time. By the
# wall, without the JVM's start: a search waits for what the host does too.
phase_batch() {
  need_data || return 0
  local optimizer count at_once alone together
  for optimizer in adamw als gibbs; do
    count=(--sweeps "$batch_sweeps")
    [[ $optimizer != adamw ]] || count=(--epochs "$batch_epochs")
    [[ $optimizer != gibbs ]] || count+=(--burn-in 1 --samples 1)
    for at_once in 1 8; do
      step "$optimizer d=$batch_dim" "batch-$optimizer-$at_once.txt" 200 "${gravmf[@]}" crossvalidate --device "$device" --ratings "$data/u.data" \
        --folds 8 --dim "$batch_dim" --optimizer "$optimizer" "${count[@]}" --at-once "$at_once" --json || continue 2
    done
    alone=$(seconds_of "$steps/batch-$optimizer-1.txt")
    together=$(seconds_of "$steps/batch-$optimizer-8.txt")
    if [[ $(figures_of "$steps/batch-$optimizer-1.txt") == "$(figures_of "$steps/batch-$optimizer-8.txt")" ]]; then
      note "$optimizer d=$batch_dim" passed "8 models at once take $(awk -v a="$alone" -v t="$together" 'BEGIN { printf "%.2f", t / a }') of the time of one after another" \
        "{\"alone\": $alone, \"together\": $together}"
    else
      note "$optimizer d=$batch_dim" failed 'other figures than one after another'
    fi
  done
}

seconds_of() { tr -d ' \n' < "$1" | sed 's/.*"seconds":\([0-9.eE-]*\).*/\1/'; }
figures_of() { tr -d ' \n' < "$1" | sed 's/"seconds":[0-9.eE-]*//'; }

phase_pytorch() {
  need_data || return 0
  if ! "$python" -c 'import torch' 2> /dev/null; then
    note pytorch 'left out' "$python has no torch (--python)"
    return 0
  fi
  local on=cpu
  ! CUDA_VISIBLE_DEVICES=$uuid "$python" -c 'import torch, sys; sys.exit(not torch.cuda.is_available())' 2> /dev/null || on=cuda
  local tf32
  for tf32 in '' --tf32; do
    [[ -z $tf32 || $on == cuda ]] || continue
    step "epochs $tf32" "pytorch$tf32.jsonl" 220 env "CUDA_VISIBLE_DEVICES=$uuid" "$python" "$root/bench/peers/pytorch_epoch.py" \
      --ratings "$data/u.data" --dims "${timed_dims// /,}" --device "$on" $tf32 || continue
    note "epochs $tf32" passed "on $on in $took s" "[$(paste -sd, "$steps/pytorch$tf32.jsonl")]"
  done
}

phase_queries() {
  need_data || return 0
  step train queries-train.txt 120 "${train[@]}" --ratings "$data/u.data" --dim "$sweep_dim" --epochs "$timed_epochs" --out "$work/model" || return 0
  step t-SNE tsne.txt 200 "${gravmf[@]}" tsne --model "$work/model" --device "$device" --method exact --out "$work/tsne.csv" \
    --iterations "$tsne_iterations" || return 0
  note t-SNE passed "exact, in $took s"
  rm -rf "$work/model"
}

# Counters of the first launches: name, file and their number, then train's options. Uses $ncu.
counted() {
  local name=$1 file=$2 launches=$3
  shift 3
  step "$name" "$file" 230 "$ncu" --clock-control none --csv --launch-count "$launches" --metrics \
    gpu__time_duration.sum,lts__t_sectors_op_read.sum,lts__t_sectors_op_write.sum,lts__t_sector_hit_rate.pct,l1tex__t_sector_hit_rate.pct,dram__bytes.sum,smsp__inst_executed.sum \
    "${gravmf[@]}" train --device "$device" --ratings "$data/u.data" --dim 100 "$@" && note "$name" passed "see $file"
}

# The hardware's counters, to be held against docs/gpu.md.
phase_counters() {
  need_data || return 0
  local ncu
  ncu=$(command -v ncu || ls /usr/local/cuda/bin/ncu 2> /dev/null) || { note ncu 'left out' 'it is not installed'; return 0; }
  counted ncu ncu.csv 12 --epochs 3 --epoch-path stream || true
  # One epoch, which begins with cold caches, and then a hundred.
  counted 'ncu persistent' ncu-persistent.csv 2 --epochs 101 --print-every 100 --epoch-path persistent || true
}

# The shapes of MovieLens-1M and 32M, generated here.
phase_shapes() {
  local users items count shape d
  while read -r shape users items count d; do
    step "generate $shape" "generate-$shape.txt" 240 "${gravmf[@]}" generate --users "$users" --items "$items" --count "$count" \
      --out "$work/$shape" || continue
    time_epochs "$shape d=$d" "epoch-$shape.txt" --ratings "$(ls "$work/$shape"/*.data "$work/$shape"/ratings* 2> /dev/null | head -n 1)" \
      --dim "$d" --epochs "$shape_epochs" --print-every 100000
    rm -rf "${work:?}/$shape"
  done <<< "$shapes"
}

PHASE_SECONDS=470
timed_epochs=2000
timed_dims='100 64 128 32 256 16 8'
bit_dims='100 37 256'
bit_epochs=300
sweep_dim=100
batch_dim=16
batch_epochs=20000
batch_sweeps=500
tsne_iterations=1000
shape_epochs=20
shapes='ml-1m 6040 3706 1000209 64
ml-32m 200948 84432 32000204 64'
bench_options=(--quick --filter 'CudaKernelBenchmark')
if [[ -n $emulated ]]; then
  # Some thousand times slower than a GPU, and its times mean nothing: see that each step runs.
  ((golden_epochs < 12)) || golden_epochs=12
  timed_epochs=5
  timed_dims=8
  bit_dims=20
  bit_epochs=33
  sweep_dim=8
  batch_dim=4
  batch_epochs=3
  batch_sweeps=3
  tsne_iterations=250
  shape_epochs=1
  shapes='tiny 300 200 5000 8'
  bench_options=(--quick --filter 'CudaKernelBenchmark.*kernel=(sparse|adamw)$')
fi

printf 'gravmf acceptance on %s (%s), results in %s\n' "$name" "$device" "$out"
watch_card
for phase in ${wanted:-$PHASES}; do
  if [[ -z $again && -e $steps/$phase.done ]]; then
    printf '%-34s has passed before (--again runs it again)\n' "$phase:"
    continue
  fi
  begun=$SECONDS
  deadline=$((SECONDS + PHASE_SECONDS))
  "phase_$phase"
  awk -F'\t' -v phase="$phase: " 'index($1, phase) == 1 && $2 == "failed" { bad = 1 } END { exit bad }' "$results" && touch "$steps/$phase.done"
  printf '%-34s %d s\n' "$phase:" $((SECONDS - begun))
done
write_report
sed -n '/^## What a GPU/,$p' "$out/README.md"
printf 'in %d s; report: %s\n' $((SECONDS - begun_all)) "$out/README.md"
! awk -F'\t' '$2 == "failed" { bad = 1 } END { exit !bad }' "$results"
