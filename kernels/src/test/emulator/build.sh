#!/bin/bash
# Builds the emulated driver: target/emulated-driver/libcuda.so.1 from the kernels (src/main/cuda/*.cu), the tests' own kernels
# (selftest/*.cu) and the emulator; and libcublas.so.12 beside it. Compiles only what has changed. Argument: the module's folder.
set -euo pipefail
shopt -s nullglob
export LC_ALL=C

module=$(cd "$1" && pwd)
here=$module/src/test/emulator
cuda=$module/src/main/cuda
out=$module/target/emulated-driver
objects=$module/target/emulated-driver-objects
compiler=${CXX:-g++}

skip() {
  echo "gravmf: no emulated CUDA driver was built, its tests are skipped: $1"
  rm -rf "$out"
  exit 0
}
[ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || skip "it is for Linux on x86-64"
command -v "$compiler" > /dev/null || skip "$compiler is missing"

mkdir -p "$out" "$objects"
native=(-std=c++17 -fPIC -fvisibility=hidden -pthread)
warnings=(-Wall -Wextra -Wpedantic -Wshadow)
# The runtime switches stacks: nothing may assume which registers its functions leave alone.
runtime_flags=("${native[@]}" "${warnings[@]}" -O2 -march=x86-64-v2 -fno-ipa-ra)
# Traps stand for what a GPU refuses: misaligned vectors, indexes outside __shared__ and local arrays. The arithmetic is
# contracted as nvcc does it; casts between float* and float4* are allowed as there.
kernel_flags=("${native[@]}" -O2 -march=native -ffp-contract=fast -fno-strict-aliasing -fno-extern-tls-init
  -fsanitize=alignment,bounds -fsanitize-undefined-trap-on-error -Werror=frame-larger-than=24576
  -Wno-unknown-pragmas -I "$here/include" -I "$cuda" -I "$here/runtime" -include cuda_runtime.h)

newer_than() { # file, paths...: something below the paths is newer than the file, or there is no file
  [ ! -e "$1" ] || [ -n "$(find "${@:2}" -newer "$1" -print -quit)" ]
}

. "$here/wrap.sh"

compile() { # source, object
  case $1 in
    *.cu)
      wrap "$1" "$2.cpp"
      "$compiler" "${kernel_flags[@]}" -c "$2.cpp" -o "$2.new"
      ;;
    *) "$compiler" "${runtime_flags[@]}" -c "$1" -o "$2.new" ;;
  esac
  mv "$2.new" "$2"
}

shared=("$here/include" "$here/runtime" "$here/build.sh" "$here/wrap.sh")
kernels_changed() { newer_than "$1" "$2" $(find "$cuda" -name '*.cuh') "${shared[@]}"; }

pending=()
linked=()
for source in "$here"/runtime/*.cpp "$here"/driver/*.cpp "$cuda"/*.cu "$here"/selftest/*.cu "$here"/cublas/cublas.cpp; do
  object=$objects/$(basename "$(dirname "$source")")-$(basename "$source").o
  case $source in
    *.cu) stale=kernels_changed ;;
    *) stale=newer_than ;;
  esac
  case $source in
    */cublas/*) ;;
    *) linked+=("$object") ;;
  esac
  if $stale "$object" "$source" "${shared[@]}" "$here/driver"; then pending+=("$source" "$object"); fi
done

# Nothing to compile, and no source has gone.
inventory=$(printf '%s\n' "${linked[@]}")
if [ ${#pending[@]} = 0 ] && [ -e "$out/libcublas.so.12" ] && [ "$inventory" = "$(cat "$objects/inventory" 2> /dev/null)" ]; then
  exit 0
fi
if [ "$inventory" != "$(cat "$objects/inventory" 2> /dev/null)" ]; then rm -f "$objects"/*.cu.o.cpp; fi
rm -f "$objects/inventory"

export -f wrap compile
export compiler
declare -p kernel_flags runtime_flags > "$objects/flags.sh"
export flags=$objects/flags.sh
if [ ${#pending[@]} != 0 ]; then
  printf '%s\0' "${pending[@]}" |
    xargs -0 -n 2 -P "$(nproc)" bash -c 'set -euo pipefail; . "$flags"; compile "$1" "$2"' compile
fi

# Every other function that JCuda imports exists and answers that it is not supported.
stubs=$objects/stubs
{
  echo '#include <cstdio>'
  nm --defined-only "${linked[@]}" | sed -n 's/^[0-9a-f]* T \(cu[A-Za-z0-9_]*\)$/\1/p' | sort -u > "$stubs.implemented"
  comm -23 "$here/driver/symbols.txt" "$stubs.implemented" | while read -r name; do
    echo "extern \"C\" __attribute__((visibility(\"default\"))) int $name() {"
    echo "  std::fprintf(stderr, \"gravmf emulated device: $name is not there\\n\");"
    echo '  return 801;'
    echo '}'
  done
} > "$stubs.cpp"
"$compiler" "${native[@]}" -O1 -c "$stubs.cpp" -o "$stubs.o"

# Into place by renaming: a program that runs keeps what it has.
"$compiler" -shared -pthread -Wl,-soname,libcuda.so.1 -Wl,--version-script="$here/driver/driver.map" -Wl,-z,defs \
  "${linked[@]}" "$stubs.o" -ldl -o "$out/libcuda.so.1.new"
mv "$out/libcuda.so.1.new" "$out/libcuda.so.1"
"$compiler" -shared -Wl,-soname,libcublas.so.12 -Wl,--version-script="$here/cublas/cublas.map" -Wl,-z,defs \
  -Wl,-rpath,'$ORIGIN' "$objects/cublas-cublas.cpp.o" "$out/libcuda.so.1" -o "$out/libcublas.so.12.new"
mv "$out/libcublas.so.12.new" "$out/libcublas.so.12"
echo "$inventory" > "$objects/inventory"
echo "gravmf: built the emulated CUDA driver in $out"
