// The gradient and the squared errors of one segment: entries [begin, end) of one row, by one warp.
#pragma once

#include "common.cuh"

namespace gravmf {

// Neighbours whose rows a group loads before it uses the first: about 8 vectors of 16 bytes a lane
// in flight.
template <int D> struct InFlight {
    static constexpr int wanted = 8 / Division<D>::quads;
    static constexpr int neighbours = wanted < 1                    ? 1
                                      : wanted > Division<D>::lanes ? Division<D>::lanes
                                                                    : wanted;
    // Batches of them unrolled, so that the next one's loads can be moved up; wide rows would only
    // fill the instruction cache.
    static constexpr int unrolled = D <= 128 ? 4 : D <= 256 ? 2 : 1;
};

// Adds up what the groups of a warp hold. While a lane holds more than one vector it gives one half
// away and keeps the other (half the shuffles, and the sums end up spread over the groups); then it
// adds plainly. `first` is the first of the vectors that this lane ends with; `owner` turns false
// in the lanes that hold a copy.
template <int COUNT, int MASK>
__device__ __forceinline__ void combine_groups(float4 *sum, int &first, bool &owner) {
    if constexpr (MASK < WARP) {
        bool upper = (threadIdx.x & MASK) != 0;
        if constexpr (COUNT > 1) {
            constexpr int HALF = COUNT / 2;
#pragma unroll
            for (int i = 0; i < HALF; i++) {
                float4 kept = upper ? sum[i + HALF] : sum[i];
                float4 given = upper ? sum[i] : sum[i + HALF];
                sum[i] = add4(kept, shuffle_xor4(given, MASK));
            }
            first += upper ? HALF : 0;
            combine_groups<HALF, MASK * 2>(sum, first, owner);
        } else {
            sum[0] = add4(sum[0], shuffle_xor4(sum[0], MASK));
            owner = owner && !upper;
            combine_groups<1, MASK * 2>(sum, first, owner);
        }
    }
}

// Vectors of the sum that a lane holds after combining.
template <int D> struct Held {
    static constexpr int quads =
        Division<D>::quads > Division<D>::groups ? Division<D>::quads / Division<D>::groups : 1;
};

// gradient[j] = sum over the entries of e y_j, and returns sum e^2 (the whole sum in every lane)
// where it is wanted. `factors` are all rows, of which the other side's begin at `first_other`.
template <int D>
__device__ __forceinline__ double
sparse_segment(const float *row, const float *factors, int first_other, const int *columns,
               const float *targets, int entries, int quads, float *gradient,
               bool wants_squares) {
    using Lanes = Division<D>;
    constexpr int FLIGHT = InFlight<D>::neighbours;
    constexpr int UNROLLED = InFlight<D>::unrolled;
    int lane = threadIdx.x % WARP;
    int group = lane / Lanes::lanes;
    int place = lane % Lanes::lanes;
    LaneRows<D> neighbours(factors, quads, lane);

    float4 x[Lanes::quads];
    load_row<D>(x, row, quads);
    float4 sum[Lanes::quads];
#pragma unroll
    for (int q = 0; q < Lanes::quads; q++) {
        sum[q] = zero4();
    }
    double squares = 0.;

    // 32 entries at a time: each lane fetches one, and the groups take them in turns.
    for (int base = 0; base < entries; base += WARP) {
        int count = min(entries - base, WARP);
        // Read once an epoch: they should not drive factors out of the caches. Beyond the last entry
        // the last again, so that every row that is loaded is there; its error counts as 0.
        int fetched = base + min(lane, count - 1);
        int column = __ldcs(columns + fetched) + first_other;
        float target = __ldcs(targets + fetched);
        float mine = 0.f; // the error of one of the 32 entries, another in each lane
#pragma unroll UNROLLED
        for (int turn = 0; turn < Lanes::lanes; turn += FLIGHT) {
            if (turn * Lanes::groups < count) {
                float4 y[FLIGHT][Lanes::quads];
                float wanted[FLIGHT];
#pragma unroll
                for (int i = 0; i < FLIGHT; i++) {
                    int entry = (turn + i) * Lanes::groups + group;
                    neighbours.load(y[i], __shfl_sync(ALL_LANES, column, entry));
                    wanted[i] = __shfl_sync(ALL_LANES, target, entry);
                }
#pragma unroll
                for (int i = 0; i < FLIGHT; i++) {
                    int entry = (turn + i) * Lanes::groups + group;
                    float dot = dot_rows<D>(x, y[i]);
                    float error = entry < count ? dot - wanted[i] : 0.f;
                    mine = place == turn + i ? error : mine;
#pragma unroll
                    for (int q = 0; q < Lanes::quads; q++) {
                        sum[q] = fma4(error, y[i][q], sum[q]);
                    }
                }
            }
        }
        squares += static_cast<double>(mine) * mine;
    }

    int first = 0;
    bool owner = true;
    combine_groups<Lanes::quads, Lanes::lanes>(sum, first, owner);
#pragma unroll
    for (int q = 0; q < Held<D>::quads; q++) {
        int quad = place + (first + q) * Lanes::lanes;
        if (owner && quad < quads) {
            store4(gradient + 4 * quad, sum[q]);
        }
    }
    return wants_squares ? sum_lanes<WARP>(squares) : 0.;
}

// The ratings of both sides and where their sums go; shapes in ABI.md.
struct Entries {
    const int *columns;
    const float *targets;
    float *partials;
    double *sse;
};

// One segment by its number, its row and its entries: chooses the side and the place of the result.
template <int D>
__device__ __forceinline__ void sparse_unit(int segment, int row, long long begin, int count,
                                            const float *factors, const Entries &entries, int n,
                                            int ld) {
    bool user = row < n;
    double squares = sparse_segment<D>(
        factors + static_cast<long long>(row) * ld, factors, user ? n : 0, entries.columns + begin,
        entries.targets + begin, count, ld / 4,
        entries.partials + static_cast<long long>(segment) * ld, user);
    if (user && threadIdx.x % WARP == 0) {
        entries.sse[segment] = squares; // each rating is in two segments; its user's counts it
    }
}

} // namespace gravmf
