// What the kernels share: 16-byte vectors, warp sums, and how the lanes of a warp divide a row.
//
// Rows of factors are padded to ld = 4 ceil(d / 4) floats with zeros, so a row is `quads = ld / 4`
// vectors of 16 bytes.
#pragma once

#include <cuda_runtime.h>

#include "shapes.cuh"

#ifndef GRAVMF_DYNAMIC_SHARED
#define GRAVMF_DYNAMIC_SHARED(type, name)                                  \
    extern __shared__ __align__(16) unsigned char gravmf_dynamic_shared[]; \
    type *name = reinterpret_cast<type *>(gravmf_dynamic_shared)
#endif

namespace gravmf {

constexpr unsigned ALL_LANES = 0xffffffffu;

// How a warp divides rows of up to D floats for dot products: `lanes` neighbouring lanes hold a
// row, `quads` vectors each, so that 32 / lanes rows are in flight at once and a dot product costs
// log2(lanes) shuffles for all of them together. Eight lanes read 128 contiguous bytes: a cache
// line; more lanes only where the row would not fit the registers.
template <int D> struct Division {
    static constexpr int lanes = D <= 16 ? 4 : D <= 128 ? 8 : D <= 256 ? 16 : 32;
    static constexpr int quads = D / 4 / lanes;
    static constexpr int groups = WARP / lanes;
    static constexpr int rows_of_block = WARPS * groups; // where each group has its own
};

__device__ __forceinline__ float4 zero4() { return make_float4(0.f, 0.f, 0.f, 0.f); }

__device__ __forceinline__ float4 load4(const float *p) {
    return *reinterpret_cast<const float4 *>(p);
}

// The same value, as something that is not known from before: what is computed from it is computed
// anew. In a loop of several phases the compiler otherwise carries the sums of all of them through
// each, and has no registers left for loads.
__device__ __forceinline__ int anew(int value) {
#ifndef GRAVMF_EMULATED
    asm volatile("" : "+r"(value));
#endif
    return value;
}

__device__ __forceinline__ void store4(float *p, float4 v) { *reinterpret_cast<float4 *>(p) = v; }

__device__ __forceinline__ float4 add4(float4 a, float4 b) {
    return make_float4(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
}

// a * b + c for a scalar a.
__device__ __forceinline__ float4 fma4(float a, float4 b, float4 c) {
    return make_float4(fmaf(a, b.x, c.x), fmaf(a, b.y, c.y), fmaf(a, b.z, c.z), fmaf(a, b.w, c.w));
}

// The dot product of two vectors, added to c.
__device__ __forceinline__ float dot4(float4 a, float4 b, float c) {
    return fmaf(a.w, b.w, fmaf(a.z, b.z, fmaf(a.y, b.y, fmaf(a.x, b.x, c))));
}

__device__ __forceinline__ float4 shuffle_xor4(float4 v, int mask) {
    return make_float4(__shfl_xor_sync(ALL_LANES, v.x, mask), __shfl_xor_sync(ALL_LANES, v.y, mask),
                       __shfl_xor_sync(ALL_LANES, v.z, mask),
                       __shfl_xor_sync(ALL_LANES, v.w, mask));
}

// Sum over groups of `width` neighbouring lanes, a power of two; every lane gets it, in the same
// bits.
template <int width, typename Value> __device__ __forceinline__ Value sum_lanes(Value v) {
#pragma unroll
    for (int mask = width / 2; mask > 0; mask /= 2) {
        v += __shfl_xor_sync(ALL_LANES, v, mask);
    }
    return v;
}

// This lane's share of a row: vectors lane, lane + lanes, ...; zeros beyond the row's end.
template <int D>
__device__ __forceinline__ void load_row(float4 (&x)[Division<D>::quads], const float *row,
                                         int quads) {
    int lane = threadIdx.x % Division<D>::lanes;
#pragma unroll
    for (int q = 0; q < Division<D>::quads; q++) {
        int quad = lane + q * Division<D>::lanes;
        x[q] = quad < quads ? load4(row + 4 * quad) : zero4();
    }
}

// Reads many rows of one side, divided so, without a branch or a predicate for each load. Vectors
// beyond a row's end are its last one again: whoever multiplies them by load_row's zeros, and stores
// none, never sees them.
template <int D> struct LaneRows {
    using Lanes = Division<D>;
    // A width serves d from D / 2 on, the narrowest every d: so many vectors are always there.
    static constexpr int inside = D > 16 ? Lanes::quads / 2 : 0;

    const char *vectors[Lanes::quads]; // this lane's, of row 0
    int row_bytes;

    __device__ __forceinline__ LaneRows(const float *side, int quads, int thread)
        : row_bytes(16 * quads) {
        int lane = thread % Lanes::lanes;
#pragma unroll
        for (int q = 0; q < Lanes::quads; q++) {
            int quad = lane + q * Lanes::lanes;
            vectors[q] = reinterpret_cast<const char *>(side + 4 * (q < inside ? quad : min(quad, quads - 1)));
        }
    }

    __device__ __forceinline__ void load(float4 (&y)[Lanes::quads], int row) const {
#pragma unroll
        for (int q = 0; q < Lanes::quads; q++) {
            y[q] = load4(reinterpret_cast<const float *>(vectors[q] + static_cast<long long>(row) * row_bytes));
        }
    }
};

// The dot product of two rows divided so.
template <int D>
__device__ __forceinline__ float dot_rows(const float4 (&x)[Division<D>::quads],
                                          const float4 (&y)[Division<D>::quads]) {
    float dot = 0.f;
#pragma unroll
    for (int q = 0; q < Division<D>::quads; q++) {
        dot = dot4(x[q], y[q], dot);
    }
    return sum_lanes<Division<D>::lanes>(dot);
}

} // namespace gravmf
