// K epochs in one cooperative launch, for problems that live in the caches, where launches would cost more than work.
//
//     for each epoch:   Gram tiles and sparse gradients | Gram sums | losses and updates |      (| = all blocks meet)
//
// The same functions as the kernels of gravity.cu, sparse_error.cu and update.cu, so the same bits. Work is dealt to warps round
// robin over the multiprocessors: unit i to block i mod grid; which warp does a unit never changes its result.
//
// Bytes and flops of an epoch: those of the four kernels together; ml-100k at d = 100: 64 MB of gathers, 6.8 MB of Gram
// partials, 15 MB of the rest, 160 MFLOP. Everything is in L2 after the first epoch; floor by L2's rate about 12 us.
#include <cooperative_groups.h>

#include "gravity.cuh"
#include "losses.cuh"
#include "sparse_error.cuh"
#include "update.cuh"

namespace gravmf {

// One block of 16 warps a multiprocessor: with 128 registers a thread it fills the register file, and the fewer the blocks,
// the sooner they meet.
constexpr int PERSISTENT_BLOCK = 512;

} // namespace gravmf

// No pointer is __restrict__: other blocks write what this one reads after they have met, so no load may take the read-only path.
#define GRAVMF_PERSISTENT(D)                                                                                           \
    extern "C" __global__ void __launch_bounds__(512, 1) gravmf_persistent_##D(                                        \
        float *factors, float *first, float *second, const int *columns, const float *targets,                         \
        const long long *entry_begin, const int *segment_row, const int *row_segments, float *partials, double *sse,   \
        float *gram_partials, float *gram, const float *schedule, double *losses, int segments, int n, int m, int d,   \
        int ld, int chunk_rows_users, int chunk_rows_items, int epochs, float error_scale, float l2_users,             \
        float l2_items, float gravity_scale, float decay, float one_minus_beta1, float beta2, float one_minus_beta2,   \
        float epsilon, double inverse_ratings, double lambda_r, double lambda_g) {                                     \
        __shared__ double shared[gravmf::LOSS_LANES];                                                                  \
        cooperative_groups::grid_group grid = cooperative_groups::this_grid();                                         \
        gravmf::GramShape shape{n, m, d, ld, chunk_rows_users, chunk_rows_items};                                      \
        gravmf::State state{factors, first, second, n, m, d, ld};                                                      \
        gravmf::GradientScales gradient_scales{error_scale, l2_users, l2_items, gravity_scale};                        \
        gravmf::LossScales loss_scales{inverse_ratings, lambda_r, lambda_g};                                           \
        int warp = static_cast<int>(threadIdx.x) / gravmf::WARP * static_cast<int>(gridDim.x) +                        \
                   static_cast<int>(blockIdx.x);                                                                       \
        int warps = static_cast<int>(gridDim.x) * (gravmf::PERSISTENT_BLOCK / gravmf::WARP);                           \
        int gram_units = shape.units();                                                                                \
        int reduce_warps = 2 * shape.pairs() * (gravmf::TILE * gravmf::TILE) * 4 / gravmf::WARP;                       \
        int tiles = gravmf::update_tiles<D>(state);                                                                    \
        for (int epoch = 0; epoch < epochs; epoch++) {                                                                 \
            for (int unit = warp; unit < gram_units; unit += warps) {                                                  \
                gravmf::gram_unit<2>(unit, factors, gram_partials, shape);                                             \
            }                                                                                                          \
            /* The warps that had fewest Gram tiles begin with the first segments. */                                  \
            for (int unit = warps - 1 - warp; unit < segments; unit += warps) {                                        \
                gravmf::sparse_unit<D>(unit, factors, columns, targets, entry_begin, segment_row, partials, sse, n,    \
                                       ld);                                                                            \
            }                                                                                                          \
            grid.sync();                                                                                               \
            for (int unit = warp; unit < reduce_warps; unit += warps) {                                                \
                gravmf::gram_reduce_quarter(unit * gravmf::WARP + static_cast<int>(threadIdx.x) % gravmf::WARP,        \
                                            gram_partials, gram, shape);                                               \
            }                                                                                                          \
            grid.sync();                                                                                               \
            if (blockIdx.x == gridDim.x - 1) {                                                                         \
                gravmf::write_loss<gravmf::PERSISTENT_BLOCK>(sse, row_segments[n], gram, nullptr, losses + 3LL * epoch, \
                                                             n, m, d, ld, loss_scales, shared);                        \
            }                                                                                                          \
            gravmf::AdamW adamw{decay,   one_minus_beta1,     beta2,                  one_minus_beta2,                 \
                                epsilon, schedule[2 * epoch], schedule[2 * epoch + 1]};                                \
            for (int tile = warp; tile < tiles; tile += warps) {                                                       \
                gravmf::update_tile<D>(tile, state, partials, row_segments, gram, nullptr, gradient_scales, adamw);    \
            }                                                                                                          \
            grid.sync();                                                                                               \
        }                                                                                                              \
    }
GRAVMF_FOR_EACH_PERSISTENT_WIDTH(GRAVMF_PERSISTENT)
