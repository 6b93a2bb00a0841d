// Squared prediction errors over ratings that are not trained on, in any order.
//
//     sse[part] = sum over the part's ratings of (u_i . v_j - target)^2
//
// Bytes: for each rating two gathered rows (8 ld) and 12. Flops: 2 d a rating. Bound by the
// gathers.
#include "common.cuh"

namespace gravmf {

template <int D>
__device__ __forceinline__ void validation(const float *factors, const int *users, const int *items,
                                           const float *targets, double *sse, long long count,
                                           int n, int ld) {
    using Lanes = Division<D>;
    long long part = static_cast<long long>(blockIdx.x) * WARPS + threadIdx.x / WARP;
    long long begin = part * VALIDATION_PART;
    long long end = begin + VALIDATION_PART < count ? begin + VALIDATION_PART : count;
    int lane = threadIdx.x % WARP;
    int quads = ld / 4;
    double squares = 0.;
    for (long long base = begin; base < end; base += WARP) {
        bool present = base + lane < end;
        int user = present ? users[base + lane] : 0;
        int item = present ? items[base + lane] : 0;
        float target = present ? targets[base + lane] : 0.f;
        float prediction = 0.f; // of the rating that this lane has fetched
#pragma unroll 2
        for (int turn = 0; turn < Lanes::lanes; turn++) {
            // Group g takes entry g lanes + turn, which its lane `turn` has fetched.
            long long u = __shfl_sync(ALL_LANES, user, turn, Lanes::lanes);
            long long v = __shfl_sync(ALL_LANES, item, turn, Lanes::lanes);
            float4 x[Lanes::quads];
            float4 y[Lanes::quads];
            load_row<D>(x, factors + u * ld, quads);
            load_row<D>(y, factors + (n + v) * ld, quads);
            float dot = dot_rows<D>(x, y);
            prediction = lane % Lanes::lanes == turn ? dot : prediction;
        }
        double error = present ? static_cast<double>(prediction) - target : 0.;
        squares += error * error;
    }
    squares = sum_lanes<WARP>(squares);
    if (lane == 0 && begin < count) {
        sse[part] = squares;
    }
}

} // namespace gravmf

#define GRAVMF_VALIDATION(D)                                                                       \
    extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)                                    \
        gravmf_validation_##D(const float *factors, const int *users, const int *items,            \
                              const float *targets, double *sse, long long count, int n, int ld) { \
        gravmf::validation<D>(factors, users, items, targets, sse, count, n, ld);                  \
    }
GRAVMF_FOR_EACH_WIDTH(GRAVMF_VALIDATION)
