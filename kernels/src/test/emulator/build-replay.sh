#!/bin/bash
# Builds target/replay/FORM/replay, which runs a record of driver calls (driver/record.h) on the kernels built in that form:
#
#   plain   as the emulated driver has them, from its objects, in an order of blocks, warps and lanes that a seed makes
#   counts  with what they do counted (runtime/counts.cpp), printed in the end; as written, without optimisation
#   races   under ThreadSanitizer, a context for each CUDA thread (runtime/races.h)
#
#   build-replay.sh MODULE FORM              compiles what has changed
#   build-replay.sh MODULE FORM DIR PROGRAM  the same with the .cu and .cuh of DIR in place of those of the same names
#
# GRAVMF_WIDTHS="16 64" in the environment builds kernels of these widths alone, in target/replay/FORM-16-64: the others
# are most of what there is to compile.
set -euo pipefail
shopt -s nullglob
export LC_ALL=C

module=$(cd "$1" && pwd)
form=$2
here=$module/src/test/emulator
cuda=$module/src/main/cuda
out=$module/target/replay/$form
compiler=${CXX:-g++}
if [ -n "${GRAVMF_WIDTHS:-}" ]; then
  out+=-${GRAVMF_WIDTHS// /-}
  widths=$(printf ' instance(%s)' $GRAVMF_WIDTHS)
  mkdir -p "$out/kernels"
  for source in "$cuda"/*.cu "$cuda"/*.cuh; do
    copy=$out/kernels/$(basename "$source")
    sed -E "s/^ +instance\(16\).*/   $widths/" "$source" > "$copy.new"
    cmp -s "$copy.new" "$copy" && rm "$copy.new" || mv "$copy.new" "$copy"
  done
  cuda=$out/kernels
fi
mkdir -p "$out"

flags=(-std=c++17 -pthread)
kernel_flags=("${flags[@]}" -march=native -ffp-contract=fast -fno-strict-aliasing -fsanitize=alignment,bounds
  -fsanitize-undefined-trap-on-error -Wno-unknown-pragmas)
case $form in
  plain)
    [ $# = 2 ] || { echo "build-replay.sh: mistakes are put into another form" >&2; exit 2; }
    link=()
    ;;
  races)
    flags+=(-DGRAVMF_RACES -DGRAVMF_ONE_BLOCK)
    kernel_flags+=(-DGRAVMF_RACES -DGRAVMF_ONE_BLOCK -O1 -g1 -fsanitize=thread)
    link=(-fsanitize=thread)
    ;;
  counts)
    flags+=(-DGRAVMF_COUNTS -DGRAVMF_ONE_BLOCK)
    # Calls before accesses, as for ThreadSanitizer, but to functions of our own: nothing is linked with it.
    kernel_flags+=(-DGRAVMF_COUNTS -DGRAVMF_ONE_BLOCK -O0 -fsanitize=thread)
    link=()
    ;;
  *)
    echo "build-replay.sh: no such form: $form" >&2
    exit 2
    ;;
esac
kernel_flags+=(-I "$here/include" -I "$here/runtime" -include cuda_runtime.h)
runtime_flags=("${flags[@]}" -O2 -fno-ipa-ra)

. "$here/wrap.sh"

has_atomics() { # folder of the kernels, a source of them: itself or what it includes
  local name
  ! grep -q atomicAdd "$1/$2" || return 0
  for name in $(sed -n 's/^#include "\(.*\)"/\1/p' "$1/$2"); do
    ! has_atomics "$1" "$name" || return 0
  done
  return 1
}

compile() { # source, object, folder of the kernels
  case $1 in
    *.cu)
      kernel_flags=(-I "$3" "${kernel_flags[@]}")
      # Kernels with atomics would need those of the sanitizer: they are run and not counted.
      ! grep -q -- -DGRAVMF_COUNTS <<< "${kernel_flags[*]}" || ! has_atomics "$3" "$(basename "$1")" || kernel_flags+=(-fno-sanitize=thread)
      wrap "$1" "$2.cpp"
      "$compiler" "${kernel_flags[@]}" -c "$2.cpp" -o "$2.new"
      ;;
    *) "$compiler" "${runtime_flags[@]}" -c "$1" -o "$2.new" ;;
  esac
  mv "$2.new" "$2"
}

newer_than() { [ ! -e "$1" ] || [ -n "$(find "${@:2}" -newer "$1" -print -quit)" ]; } # file, paths...

export -f wrap has_atomics compile
export compiler
pending=()
objects=()
consider() { # source, object, folder of the kernels, what else it is made of...
  objects+=("$2")
  ! newer_than "$2" "$1" "${@:4}" "$here/include" "$here/runtime" "$here/driver" "$here/wrap.sh" "$here/build-replay.sh" || pending+=("$1" "$2" "$3")
}
sources=("$here"/runtime/*.cpp "$here"/driver/*.cpp "$here"/replay/main.cpp)
kernels=("$cuda"/*.cu)
if [ "$form" = plain ]; then
  objects=("$module"/target/emulated-driver-objects/{runtime,driver,cuda}-*.o)
  sources=("$here"/replay/main.cpp)
  kernels=()
fi
for source in "${sources[@]}"; do
  consider "$source" "$out/$(basename "$(dirname "$source")")-$(basename "$source").o" "$cuda"
done
program=$out/replay
planted=${3:-}
if [ -n "$planted" ]; then
  program=$4
  cp -n "$cuda"/*.cu "$cuda"/*.cuh "$planted"
fi
is_changed() { # a source of the kernels: itself or what it includes
  local name
  ! cmp -s "$cuda/$1" "$planted/$1" || {
    for name in $(sed -n 's/^#include "\(.*\)"/\1/p' "$planted/$1"); do
      ! is_changed "$name" || return 0
    done
    return 1
  }
}
for source in ${kernels[@]+"${kernels[@]}"}; do
  name=$(basename "$source")
  if [ -n "$planted" ] && is_changed "$name"; then
    consider "$planted/$name" "$planted/$name.o" "$planted"
  else
    consider "$source" "$out/$name.o" "$cuda" "$cuda"/*.cuh
  fi
done
declare -p kernel_flags runtime_flags > "$out/flags.sh"
export flags_file=$out/flags.sh
if [ ${#pending[@]} != 0 ]; then
  printf '%s\0' "${pending[@]}" |
    xargs -0 -n 3 -P "$(nproc)" bash -c 'set -euo pipefail; . "$flags_file"; compile "$1" "$2" "$3"' compile
fi
if newer_than "$program" "${objects[@]}"; then
  "$compiler" -pthread ${link[@]+"${link[@]}"} "${objects[@]}" -ldl -o "$program.new"
  mv "$program.new" "$program"
fi
