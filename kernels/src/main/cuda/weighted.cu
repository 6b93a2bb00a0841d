// What the objective's family needs beyond the notebook's own terms: a weight for each rating, a
// penalty for each row, biases. Plain kernels, launched one by one or from a graph; the notebook's
// objective keeps to sparse_error.cu and update.cu.
//
// With biases a user's row is (u, b, 1) and an item's (v, 1, c): the dot product of two rows is
// u . v + b + c. The ones are no parameters, and no step changes them; Gram matrices are made of
// the first d columns.
//
// Bytes and flops of gravmf_weighted_sparse: those of sparse_error.cu, 4 bytes and a product a
// rating more. gravmf_penalties: 4 ld a row. gravmf_weighted_step: 28 ld a row and 4 ld for each of
// its segments; X G comes from gravmf_product_simple, 2 d ld flops a row.
#include "adamw.cuh"
#include "losses.cuh"
#include "weighted.cuh"

namespace gravmf {

// A segment's gradient and sum w e^2; the errors alone where `partials` is null.
template <int D>
__device__ __forceinline__ void
weighted_segment(int segment, const float *factors, const WeightedRatings &ratings,
                 const long long *entry_begin, const int *segment_row, float *partials,
                 double *sse, int n, int ld) {
    using Lanes = Division<D>;
    int row = segment_row[segment];
    bool user = row < n;
    float4 x[Lanes::quads];
    load_row<D>(x, factors + static_cast<long long>(row) * ld, ld / 4);
    float4 sum[Lanes::quads];
#pragma unroll
    for (int q = 0; q < Lanes::quads; q++) {
        sum[q] = zero4();
    }
    double squares =
        weighted_sum<D>(sum, x, factors + (user ? static_cast<long long>(n) * ld : 0), ratings,
                        entry_begin[segment], entry_begin[segment + 1], ld / 4);
    if (partials != nullptr) {
        store_sum<D>(sum, partials + static_cast<long long>(segment) * ld, ld / 4, false);
    }
    squares = sum_lanes<WARP>(squares);
    if (user && threadIdx.x % WARP == 0) {
        sse[segment] = squares;
    }
}

// Weights of the penalties on biases in the objective: lambda_b over the side's rows.
struct BiasPenalties {
    double users;
    double items;
};

} // namespace gravmf

#define GRAVMF_WEIGHTED_SPARSE(D)                                                                 \
    extern "C" __global__ void __launch_bounds__(gravmf::BLOCK, 1)                                \
        gravmf_weighted_sparse_##D(                                                               \
        const float *factors, const int *columns, const float *targets, const float *weights,     \
        const long long *entry_begin, const int *segment_row, float *partials, double *sse,       \
        int segments, int n, int ld) {                                                            \
        long long segment =                                                                       \
            static_cast<long long>(blockIdx.x) * gravmf::WARPS + threadIdx.x / gravmf::WARP;      \
        if (segment < segments) {                                                                 \
            gravmf::weighted_segment<D>(static_cast<int>(segment), factors,                       \
                                        {columns, targets, weights}, entry_begin, segment_row,    \
                                        partials, sse, n, ld);                                    \
        }                                                                                         \
    }
GRAVMF_FOR_EACH_WIDTH(GRAVMF_WEIGHTED_SPARSE)

// penalties[r] = weight_r |x_r|^2, and that of the row's bias; a warp a row.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_penalties(const float *factors, const double *penalty, double *penalties, int n, int m,
                     int d, int ld, int biases, double bias_users, double bias_items) {
    long long row =
        static_cast<long long>(blockIdx.x) * gravmf::WARPS + threadIdx.x / gravmf::WARP;
    if (row >= static_cast<long long>(n) + m) {
        return;
    }
    const float *x = factors + row * ld;
    int lane = static_cast<int>(threadIdx.x) % gravmf::WARP;
    double squares = 0.;
    for (int k = lane; k < d; k += gravmf::WARP) {
        squares += static_cast<double>(x[k]) * x[k];
    }
    squares = gravmf::sum_lanes<gravmf::WARP>(squares);
    if (lane == 0) {
        bool user = row < n;
        double bias = biases ? x[user ? d : d + 1] : 0.;
        penalties[row] = penalty[row] * squares + (user ? bias_users : bias_items) * bias * bias;
    }
}

// The objective's terms to losses[3 * counter ..] (of the first epoch where counter is null). Where
// `advance` is 1 this ends a sweep and counts it.
extern "C" __global__ void __launch_bounds__(gravmf::LOSS_BLOCK)
    gravmf_objective(const double *sse, long long parts, const double *penalties, const float *gram,
                     double *losses, int *counter, int advance, int n, int m, int d, int ld,
                     double inverse_ratings, double lambda_g) {
    using namespace gravmf;
    __shared__ double shared[LOSS_LANES];
    double squares = block_sum<LOSS_BLOCK>(SumTerm{sse}, parts, shared);
    double l2 = block_sum<LOSS_BLOCK>(SumTerm{penalties}, static_cast<long long>(n) + m, shared);
    double pairs = block_sum<LOSS_BLOCK>(DotTerm{gram, gram + static_cast<long long>(ld) * ld},
                                         static_cast<long long>(d) * ld, shared);
    if (threadIdx.x == 0) {
        double *loss = losses + (counter == nullptr ? 0 : 3LL * *counter);
        loss[0] = inverse_ratings * squares;
        loss[1] = l2;
        loss[2] = lambda_g / (static_cast<double>(n) * m) * pairs;
        if (advance != 0) {
            *counter += 1;
        }
    }
}

// An AdamW step of one parameter a thread; `product` is X G.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_weighted_step(float *factors, float *first, float *second, const float *partials,
                         const int *row_segments, const float *product, const double *penalty,
                         const float *schedule, const int *counter, int n, int m, int d, int ld,
                         int biases, float error_scale, float gravity_scale, double bias_users,
                         double bias_items, float decay, float one_minus_beta1,
                         float one_minus_beta2, float epsilon) {
    long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    long long row = index / ld;
    int column = static_cast<int>(index % ld);
    if (row >= static_cast<long long>(n) + m) {
        return;
    }
    bool user = row < n;
    bool bias = biases != 0 && column == (user ? d : d + 1);
    if (column >= d && !bias) {
        return;
    }
    float errors = 0.f;
    for (int segment = row_segments[row]; segment < row_segments[row + 1]; segment++) {
        errors += partials[static_cast<long long>(segment) * ld + column];
    }
    double weight = bias ? user ? bias_users : bias_items : penalty[row];
    float p = factors[index];
    float gradient = fmaf(static_cast<float>(2. * weight), p, error_scale * errors);
    gradient = bias ? gradient : fmaf(gravity_scale, product[index], gradient);
    gravmf::AdamW adamw{decay,   one_minus_beta1,
                        one_minus_beta2, epsilon,
                        schedule[2 * *counter], schedule[2 * *counter + 1]};
    adamw.apply(p, first[index], second[index], gradient);
    factors[index] = p;
}
