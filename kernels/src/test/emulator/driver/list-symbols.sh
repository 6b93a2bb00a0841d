#!/bin/sh
# Writes symbols.txt: the driver functions that JCuda's native library imports. Argument: that library
# (lib/libJCudaDriver-*-linux-x86_64.so of the artifact org.jcuda:jcuda-natives).
set -eu
nm -D --undefined-only "$1" | sed -n 's/^ *U \(cu[A-Za-z0-9_]*\)$/\1/p' | LC_ALL=C sort > "$(dirname "$0")/symbols.txt"
