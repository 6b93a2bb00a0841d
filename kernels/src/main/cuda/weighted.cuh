// Sums over a row's ratings with weights, in registers: what conjugate gradients and the weighted
// gradient have in common. Like sparse_error.cuh, which has no weights and is left as it is.
#pragma once

#include "sparse_error.cuh"

namespace gravmf {

struct WeightedRatings {
    const int *columns;
    const float *targets; // null: all 0
    const float *weights; // null: all 1

    __device__ __forceinline__ float target(long long entry) const {
        return targets == nullptr ? 0.f : targets[entry];
    }
    __device__ __forceinline__ float weight(long long entry) const {
        return weights == nullptr ? 1.f : weights[entry];
    }
};

// sum += w (x . y - t) y over the entries [begin, end), divided over the groups of the warp, and
// returns this lane's share of sum w (x . y - t)^2.
template <int D>
__device__ __forceinline__ double
weighted_sum(float4 (&sum)[Division<D>::quads], const float4 (&x)[Division<D>::quads],
             const float *others, const WeightedRatings &ratings, long long begin, long long end,
             int quads) {
    using Lanes = Division<D>;
    constexpr int FLIGHT = InFlight<D>::neighbours;
    int lane = threadIdx.x % WARP;
    int group = lane / Lanes::lanes;
    int place = lane % Lanes::lanes;
    long long ld = 4LL * quads;
    double squares = 0.;
    // 32 entries at a time: each lane fetches one, and the groups take them in turns.
    for (long long base = begin; base < end; base += WARP) {
        int count = static_cast<int>(end - base < WARP ? end - base : WARP);
        int column = lane < count ? ratings.columns[base + lane] : 0;
        float target = lane < count ? ratings.target(base + lane) : 0.f;
        float weight = lane < count ? ratings.weight(base + lane) : 0.f;
        float mine = 0.f; // the error of one of the 32 entries, another in each lane
        float my_weight = 0.f;
        for (int turn = 0; turn < Lanes::lanes; turn += FLIGHT) {
            if (turn * Lanes::groups < count) {
                float4 y[FLIGHT][Lanes::quads];
                float wanted[FLIGHT];
                float weighs[FLIGHT];
#pragma unroll
                for (int i = 0; i < FLIGHT; i++) {
                    int entry = (turn + i) * Lanes::groups + group;
                    int neighbour = __shfl_sync(ALL_LANES, column, entry);
                    wanted[i] = __shfl_sync(ALL_LANES, target, entry);
                    weighs[i] = __shfl_sync(ALL_LANES, weight, entry);
                    load_row<D>(y[i], others + neighbour * ld, entry < count ? quads : 0);
                }
#pragma unroll
                for (int i = 0; i < FLIGHT; i++) {
                    float error = dot_rows<D>(x, y[i]) - wanted[i];
                    bool own = place == turn + i;
                    mine = own ? error : mine;
                    my_weight = own ? weighs[i] : my_weight;
#pragma unroll
                    for (int q = 0; q < Lanes::quads; q++) {
                        sum[q] = fma4(weighs[i] * error, y[i][q], sum[q]);
                    }
                }
            }
        }
        squares += static_cast<double>(my_weight * mine) * mine;
    }
    return squares;
}

// The sum over the groups, stored as a row or added to what is there.
template <int D>
__device__ __forceinline__ void store_sum(float4 (&sum)[Division<D>::quads], float *to, int quads,
                                          bool add) {
    using Lanes = Division<D>;
    int first = 0;
    bool owner = true;
    combine_groups<Lanes::quads, Lanes::lanes>(sum, first, owner);
#pragma unroll
    for (int q = 0; q < Held<D>::quads; q++) {
        int quad = static_cast<int>(threadIdx.x) % Lanes::lanes + (first + q) * Lanes::lanes;
        if (owner && quad < quads) {
            store4(to + 4 * quad, add ? add4(load4(to + 4 * quad), sum[q]) : sum[q]);
        }
    }
}

} // namespace gravmf
