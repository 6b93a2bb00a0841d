// The fused end of an epoch for both sides, in place:
//
//     g_x = 2/N sum of the row's segments + 2 lambda_r / rows x + 2 lambda_g / (n m) G_other x
//     AdamW(x, g_x)
//
// In place without a second copy of the factors: what reads other rows (sparse_error.cu) has
// finished, and here a row is read by the block that writes it and by no other.
//
// Bytes: for each row 24 ld (factors and moments read and written) and 4 ld for each of its
// segments: ml-100k at d = 100: 6.3 MB + 2.5 MB; G (4 ld^2 a side) comes from L1 and L2, once for
// every tile. Flops: 2 (n + m) d^2 for the product, about 17 a parameter for the
// rest: 52 + 4 MFLOP.
#include "losses.cuh"
#include "update.cuh"

namespace gravmf {

// Block 0 writes the epoch's loss while the others update: it reads what no block writes.
template <int D>
__device__ __forceinline__ void
update(const State &state, const float *partials, const int *row_segments, const float *gram,
       const float *product, const double *gravity_rows, const float *schedule, const int *counter,
       const double *sse, double *losses, const GradientScales &gradient_scales,
       const LossScales &loss_scales, AdamW adamw) {
    constexpr int PRODUCTS = RowTile<D>::product_floats / 2;
    __shared__ __align__(16) double shared[PRODUCTS > LOSS_LANES ? PRODUCTS : LOSS_LANES];
    int epoch = *counter;
    if (blockIdx.x == 0) {
        write_loss<UPDATE_BLOCK>(sse, row_segments[state.n], gram, gravity_rows,
                                 losses + 3LL * epoch, state.n, state.m, state.d, state.ld,
                                 loss_scales, shared);
        return;
    }
    adamw.step = schedule[2 * epoch];
    adamw.inverse_root = schedule[2 * epoch + 1];
    update_tile<D>(static_cast<int>(blockIdx.x) - 1, state, partials, row_segments, gram, product,
                   gradient_scales, adamw, reinterpret_cast<float *>(shared),
                   static_cast<int>(threadIdx.x));
}

} // namespace gravmf

// Four blocks a multiprocessor: else ptxas saves registers for a fifth, and spills some.
#define GRAVMF_UPDATE(D)                                                                          \
    extern "C" __global__ void __launch_bounds__(gravmf::UPDATE_BLOCK, 4) gravmf_update_##D(      \
        float *factors, float *first, float *second, const float *partials,                       \
        const int *row_segments, const float *gram, const float *product,                         \
        const double *gravity_rows, const float *schedule, const int *counter, const double *sse, \
        double *losses, int n, int m, int d, int ld, float error_scale, float l2_users,           \
        float l2_items, float gravity_scale, float decay, float one_minus_beta1,                  \
        float one_minus_beta2, float epsilon, double inverse_ratings, double lambda_r,            \
        double lambda_g) {                                                                        \
        gravmf::update<D>({factors, first, second, n, m, d, ld}, partials, row_segments, gram,    \
                          product, gravity_rows, schedule, counter, sse, losses,                  \
                          {error_scale, l2_users, l2_items, gravity_scale},                       \
                          {inverse_ratings, lambda_r, lambda_g},                                  \
                          {decay, one_minus_beta1, one_minus_beta2, epsilon, 0.f, 0.f});          \
    }
GRAVMF_FOR_EACH_WIDTH(GRAVMF_UPDATE)
