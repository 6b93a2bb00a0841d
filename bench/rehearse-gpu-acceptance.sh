#!/usr/bin/env bash
# Rehearses what bench/pack-gpu-acceptance.sh has packed with --driver: in a root of its own with a shell, coreutils,
# awk, sed, grep, tar and gzip; no network, no Java, no Maven, no Python, no other folder to write to, an empty
# environment. Needs Linux and root, or user namespaces.
#
#   bench/rehearse-gpu-acceptance.sh PACKED.tar.xz OUT [OPTION OF gpu-acceptance.sh]...
#
# OUT gets the results that a run on a GPU would have.
set -euo pipefail

packed=${1:?the packed file}
out=${2:?the folder that gets the results}
shift 2
[[ -f $packed ]] || { echo "rehearse-gpu-acceptance: there is no $packed" >&2; exit 2; }

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,proc,dev,job}
ln -s bin "$root/usr" && ln -s . "$root/bin/bin"
tar -xJf "$packed" -C "$root/job"
[[ -d $root/job/gravmf-gpu/driver ]] || { echo "rehearse-gpu-acceptance: $packed was packed without --driver" >&2; exit 2; }

# The least that every Linux has, and what these, the runtime and the driver are linked with.
tools='bash sh env cat cp cut date dirname basename head tail ls mkdir mv rm paste sort touch tr uniq wc stat nproc sha256sum
  sleep timeout chmod awk sed grep tar gzip'
for tool in $tools; do
  cp -L "$(command -v "$tool")" "$root/bin/$tool"
done
{
  find "$root/bin" "$root/job" -type f \( -perm -u+x -o -name '*.so*' \) -exec sh -c 'ldd "$@" || true' sh {} + 2> /dev/null |
    sed -n 's/^[^/]*\(\/[^ ]*\) (0x[0-9a-f]*)$/\1/p' | grep -v "^$root" || true
  # What the libraries inside the jars ask for; a part of every Linux with glibc.
  ldconfig -p | sed -n 's/.*lib\(pthread\|dl\|rt\|m\|stdc++\|gcc_s\)\.so\.[0-9] .*x86-64.* => //p'
} | sort -u |
  while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done

inside=(/bin/env -i PATH=/bin LD_LIBRARY_PATH=/job/gravmf-gpu/driver
  /job/gravmf-gpu/bench/gpu-acceptance.sh --out /job/results "$@")
unshare=(unshare --mount --net --pid --fork --kill-child)
((EUID == 0)) || unshare+=(--map-root-user)
code=0
# Of the network only the loopback, by which benchmarks talk to the JVMs that they start.
"${unshare[@]}" bash -c 'ip link set lo up && mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" && exec chroot "$0" "$@"' \
  "$root" "${inside[@]}" || code=$?
mkdir -p "$out"
cp -r "$root/job/results/." "$out"
exit $code
