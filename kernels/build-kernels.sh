#!/usr/bin/env bash
# Compiles src/main/cuda into one module:
#   gravmf.fatbin   machine code for each architecture below, compressed
#   gravmf.ptx.gz   PTX for every other device and for drivers that refuse the machine code
#   gravmf.sources  SHA-256 of each source and of this script: what all of this was made of
#   gravmf.build    what Java has to know about them
#   gravmf.shapes   the numbers by which kernels are launched, as the compiler has them (shapes.cpp)
#   gravmf.tsv      what each kernel takes on each architecture: registers, bytes spilled, bytes of shared memory
#
#   build-kernels.sh            renews the checked-in copy in src/main/resources
#   build-kernels.sh DIRECTORY  Maven: puts a copy that fits the sources there, checked-in or compiled
#
# Does nothing where the copy fits the sources already.
set -euo pipefail
cd "$(dirname "$0")"

architectures="75 80 86 89 90 100 120"
checked_in=src/main/resources/io/gravmf/kernels
output=${1:-$checked_in}

sources() {
    (cd src/main/cuda && sha256sum -- *.cu *.cuh *.cpp)
    sha256sum -- build-kernels.sh
}

fits() {
    [ -f "$1/gravmf.fatbin" ] && [ -f "$1/gravmf.ptx.gz" ] && [ -f "$1/gravmf.sources" ] && [ -f "$1/gravmf.tsv" ] &&
        [ -f "$1/gravmf.shapes" ] && [ "$(cat "$1/gravmf.sources")" = "$(sources)" ]
}

if fits "$output"; then
    exit 0
fi
mkdir -p "$output"
if fits "$checked_in"; then
    cp "$checked_in"/gravmf.* "$output"
    exit 0
fi
if ! command -v nvcc > /dev/null; then
    echo "build-kernels.sh: the compiled kernels do not fit src/main/cuda, and there is no nvcc to compile them" >&2
    exit 0 # the test KernelImagesTest names the files
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd src/main/cuda && for file in *.cu; do echo "#include \"$file\""; done) > "$work/gravmf.cu"
targets=$(printf ',sm_%s' $architectures)
# One front-end pass for all: the sources use nothing that compute capability 7.5 lacks. One architecture after the other,
# so that what ptxas says of each kernel stays together.
(
    cd "$work"
    nvcc -std=c++17 -I"$OLDPWD/src/main/cuda" -gencode "arch=compute_75,code=[${targets#,}]" -Xptxas -v \
        -fatbin --compress-mode=size -o gravmf.fatbin gravmf.cu 2> said
    awk -v OFS='\t' 'BEGIN { print "architecture", "kernel", "registers", "spilled", "shared" }
        match($0, /entry function .gravmf_[a-z0-9_]+/) { kernel = substr($0, RSTART + 16, RLENGTH - 16) }
        match($0, /for .sm_[0-9]+/) { architecture = substr($0, RSTART + 8, RLENGTH - 8) }
        match($0, /[0-9]+ bytes spill stores/) { spilled = substr($0, RSTART, RLENGTH - 19) }
        match($0, /Used [0-9]+ registers/) {
            registers = substr($0, RSTART + 5, RLENGTH - 15)
            shared = match($0, /[0-9]+ bytes smem/) ? substr($0, RSTART, RLENGTH - 11) : 0
            print architecture, kernel, registers, spilled, shared
        }' said > gravmf.tsv
    # nvcc states its own PTX version, which only drivers of its age accept. 6.3 is the first that knows 7.5; ptxas
    # refuses the file if it uses anything later. One pragma is later and but a hint: which bytes of a vector are used.
    nvcc -std=c++17 -I"$OLDPWD/src/main/cuda" -arch=compute_75 -ptx -o newest.ptx gravmf.cu
    sed -e 's/^\.version .*/.version 6.3/' -e '/^\/\//d' -e '/\.pragma "used_bytes_mask/d' newest.ptx > gravmf.ptx
    ptxas -arch=sm_75 -o gravmf.cubin gravmf.ptx
    gzip -9n gravmf.ptx
    nvcc -std=c++17 -arch=compute_75 -x cu -o shapes "$OLDPWD/src/main/cuda/shapes.cpp"
    ./shapes > gravmf.shapes
)
toolkit=$(nvcc --version | sed -n 's/.*release \([0-9]*\)\.\([0-9]*\),.*/\1 \2/p')
# Driver API versions, as cuDriverGetVersion gives them: machine code needs a driver of the toolkit's major version, PTX 6.3
# one that knows CUDA 10.0.
cat > "$work/gravmf.build" << PROPERTIES
architectures=${architectures// /,}
fatbin.driver=${toolkit%% *}000
ptx.driver=10000
PROPERTIES
sources > "$work/gravmf.sources"
cp "$work"/gravmf.fatbin "$work"/gravmf.ptx.gz "$work"/gravmf.sources "$work"/gravmf.build "$work"/gravmf.shapes \
    "$work"/gravmf.tsv "$output"
