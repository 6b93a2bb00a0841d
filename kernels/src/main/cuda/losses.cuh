// The three terms of the objective, by one block, in double and in an order that does not depend on
// the block's size.
#pragma once

#include "common.cuh"

namespace gravmf {

constexpr int LOSS_LANES = 1024; // partial sums, whatever the number of threads

struct LossScales {
    double inverse_ratings; // 1 / N, 0 when N = 0
    double lambda_r;
    double lambda_g;
};

struct SumTerm {
    const double *values;
    __device__ __forceinline__ double operator()(long long i) const { return values[i]; }
};

struct DotTerm {
    const float *a;
    const float *b;
    __device__ __forceinline__ double operator()(long long i) const {
        return static_cast<double>(a[i]) * b[i];
    }
};

struct TraceTerm {
    const float *users;
    const float *items;
    int ld;
    double users_scale;
    double items_scale;
    __device__ __forceinline__ double operator()(long long i) const {
        return users_scale * users[i * (ld + 1)] + items_scale * items[i * (ld + 1)];
    }
};

// Sum of term(0) to term(count - 1): LOSS_LANES strided sums, then a binary tree. Every thread gets it.
template <int THREADS, typename Term>
__device__ __forceinline__ double block_sum(const Term &term, long long count, double *shared) {
    constexpr int EACH = LOSS_LANES / THREADS;
    double sums[EACH];
#pragma unroll
    for (int e = 0; e < EACH; e++) {
        sums[e] = 0.;
    }
#pragma unroll 2
    for (long long base = threadIdx.x; base < count; base += LOSS_LANES) {
#pragma unroll
        for (int e = 0; e < EACH; e++) {
            long long i = base + e * THREADS;
            sums[e] += i < count ? term(i) : 0.;
        }
    }
    __syncthreads(); // the previous sum has been read
#pragma unroll
    for (int e = 0; e < EACH; e++) {
        shared[threadIdx.x + e * THREADS] = sums[e];
    }
    for (int half = LOSS_LANES / 2; half > 0; half /= 2) {
        __syncthreads();
        for (int t = threadIdx.x; t < half; t += THREADS) {
            shared[t] += shared[t + half];
        }
    }
    // Also if thread 0 alone used it: the compiler lets all of them read it, and only then chooses.
    __syncthreads();
    return shared[0];
}

// Writes mse to loss[0]. Every thread of the block comes here; `shared` holds LOSS_LANES doubles.
template <int THREADS>
__device__ __forceinline__ void write_squares(const double *sse, long long parts, double *loss,
                                              const LossScales &scales, double *shared) {
    double squares = block_sum<THREADS>(SumTerm{sse}, parts, shared);
    if (threadIdx.x == 0) {
        loss[0] = scales.inverse_ratings * squares;
    }
}

// Writes l2 and gravity to loss[1..2], from the Gram matrices and, where they are given, from sums
// over each user's pairs. As above.
template <int THREADS>
__device__ __forceinline__ void write_penalties(const float *gram, const double *gravity_rows,
                                                double *loss, int n, int m, int d, int ld,
                                                const LossScales &scales, double *shared) {
    const float *items = gram + static_cast<long long>(ld) * ld;
    double l2 = block_sum<THREADS>(TraceTerm{gram, items, ld, 1. / n, 1. / m}, d, shared);
    double pairs =
        gravity_rows == nullptr
            ? block_sum<THREADS>(DotTerm{gram, items}, static_cast<long long>(d) * ld, shared)
            : block_sum<THREADS>(SumTerm{gravity_rows}, n, shared);
    if (threadIdx.x == 0) {
        loss[1] = scales.lambda_r * l2;
        loss[2] = scales.lambda_g / (static_cast<double>(n) * m) * pairs;
    }
}

// Both. As above.
template <int THREADS>
__device__ __forceinline__ void
write_loss(const double *sse, long long parts, const float *gram, const double *gravity_rows,
           double *loss, int n, int m, int d, int ld, const LossScales &scales, double *shared) {
    write_squares<THREADS>(sse, parts, loss, scales, shared);
    write_penalties<THREADS>(gram, gravity_rows, loss, n, m, d, ld, scales, shared);
}

} // namespace gravmf
