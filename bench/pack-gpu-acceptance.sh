#!/usr/bin/env bash
# Packs all that bench/gpu-acceptance.sh needs beside an NVIDIA driver into one file: a Java runtime,
# both jars, MovieLens-100K, golden trajectories and the scripts. Unpack it anywhere and run it there:
#
#   bench/pack-gpu-acceptance.sh OUT.tar.xz [--data DIR] [--goldens DIR] [--driver DIR]
#   tar -xJf OUT.tar.xz && gravmf-gpu/bench/gpu-acceptance.sh
#
# --driver puts the emulated driver in, for a rehearsal. The data's licence forbids redistribution:
# the file is for your own machines.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:?where the packed file goes}
shift
data=$root/../shared/data/ml-100k
goldens=$root/../shared/golden
driver=''
while (($# > 1)); do
  case $1 in
    --data) data=$2 ;;
    --goldens) goldens=$2 ;;
    --driver) driver=$2 ;;
    *) break ;;
  esac
  shift 2
done
(($# == 0)) || { echo "pack-gpu-acceptance: unknown option $1" >&2; exit 2; }
for file in "$root/cli/target/gravmf.jar" "$root/bench/target/gravmf-bench.jar" "$data/u.data" "$goldens"; do
  [[ -e $file ]] || { echo "pack-gpu-acceptance: there is no $file (mvn -pl cli,bench -am package; --data, --goldens)" >&2; exit 2; }
done

most=$((64 * 1024 * 1024))
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/gravmf-gpu
mkdir -p "$folder/bench/peers" "$folder/data/ml-100k"
"${JAVA_HOME:+$JAVA_HOME/bin/}jlink" --output "$folder/runtime" --strip-debug --no-header-files --no-man-pages --compress=0 \
  --add-modules java.base,java.desktop,java.sql,jdk.incubator.vector,jdk.management,jdk.unsupported,jdk.zipfs,java.net.http
cp "$root/cli/target/gravmf.jar" "$root/bench/target/gravmf-bench.jar" "$folder"
cp "$data"/u.data "$data"/u.item "$data"/u.genre "$folder/data/ml-100k"
cp -r "$goldens" "$folder/goldens"
cp "$root"/bench/gpu-acceptance.sh "$root"/bench/*.awk "$folder/bench"
cp "$root"/kernels/src/main/resources/io/gravmf/kernels/gravmf.{fatbin,tsv} "$root"/kernels/src/main/cuda/doubles.regex "$folder"
cp "$root"/bench/peers/pytorch_*.py "$folder/bench/peers"
git -C "$root" describe --always --dirty=-changed --abbrev=12 --exclude='*' > "$folder/commit"
[[ -z $driver ]] || { mkdir "$folder/driver" && cp "$driver"/libcuda.so.1 "$driver"/libcublas.so.12 "$folder/driver"; }
chmod -R u+w "$folder"
tar -cf - -C "$work" gravmf-gpu | xz -T0 -9e > "$out.new"
size=$(stat -c %s "$out.new")
((size <= most)) || { echo "pack-gpu-acceptance: $size bytes are more than $most" >&2; exit 1; }
mv "$out.new" "$out"
echo "$out: $size bytes"
