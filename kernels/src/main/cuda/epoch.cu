// K epochs in one cooperative launch, for problems that live in the caches, where launches would
// cost more than work.
//
//     each epoch:   Gram tiles, sparse gradients | Gram sums | losses, updates |
//
// where all blocks meet at each bar.
//
// The same functions as the kernels of gravity.cu, sparse_error.cu and update.cu, so the same bits.
// Work is dealt to warps round robin over the multiprocessors: unit i to block i mod grid; which
// warp does a unit never changes its result.
//
// Bytes and flops of an epoch: those of the four kernels together; ml-100k at d = 100: 64 MB of
// gathers, 7 MB of Gram partials, 14 MB of the rest, 200 MFLOP. Everything is in L2 after the
// first epoch; floor by L2's rate about 12 us.
#include <cooperative_groups.h>

#include "gravity.cuh"
#include "losses.cuh"
#include "sparse_error.cuh"
#include "update.cuh"

namespace gravmf {

// One block of 16 warps a multiprocessor: with 128 registers a thread it fills the register file,
// and the fewer the blocks, the sooner they meet.
constexpr int PERSISTENT_BLOCK = 512;

// No pointer is __restrict__: other blocks write what this one reads after they have met, so no
// load may take the read-only path.
template <int D>
__device__ __forceinline__ void
persistent(const State &state, const Segments &segments, const GramShape &shape,
           float *gram_partials, float *gram, const float *schedule, double *losses, int epochs,
           const GradientScales &gradient_scales, const LossScales &loss_scales, AdamW adamw) {
    __shared__ double shared[LOSS_LANES];
    cooperative_groups::grid_group grid = cooperative_groups::this_grid();
    int blocks = static_cast<int>(gridDim.x);
    int block = static_cast<int>(blockIdx.x);
    int lane = threadIdx.x % WARP;
    int warp = static_cast<int>(threadIdx.x) / WARP * blocks + block;
    int warps = blocks * (PERSISTENT_BLOCK / WARP);
    int gram_units = shape.units();
    int reduce_warps = shape.reduce_lanes() / WARP;
    int tiles = update_tiles<D>(state);
    int updating_blocks = blocks == 1 ? 1 : blocks - 1;
    int updaters = updating_blocks * (PERSISTENT_BLOCK / WARP);
    int updater = block < updating_blocks
                      ? static_cast<int>(threadIdx.x) / WARP * updating_blocks + block
                      : tiles;
    for (int epoch = 0; epoch < epochs; epoch++) {
        for (int unit = warp; unit < gram_units; unit += warps) {
            gram_unit<2>(unit, state.factors, gram_partials, shape);
        }
        // The warps that had fewest Gram tiles begin with the first segments.
        for (int unit = warps - 1 - warp; unit < segments.count; unit += warps) {
            sparse_unit<D>(unit, state.factors, segments, state.n, state.ld);
        }
        grid.sync();
        for (int unit = warp; unit < reduce_warps; unit += warps) {
            gram_reduce_quarter(unit * WARP + lane, gram_partials, gram, shape);
        }
        grid.sync();
        if (block == blocks - 1) {
            write_loss<PERSISTENT_BLOCK>(segments.sse, segments.row_segments[state.n], gram,
                                         nullptr, losses + 3LL * epoch, state.n, state.m, state.d,
                                         state.ld, loss_scales, shared);
        }
        adamw.step = schedule[2 * epoch];
        adamw.inverse_root = schedule[2 * epoch + 1];
        // The block that writes the loss has no tiles, unless it is alone.
        for (int tile = updater; tile < tiles; tile += updaters) {
            update_tile<D>(tile, state, segments.partials, segments.row_segments, gram, nullptr,
                           gradient_scales, adamw);
        }
        grid.sync();
    }
}

} // namespace gravmf

#define GRAVMF_PERSISTENT(D)                                                                     \
    extern "C" __global__ void __launch_bounds__(512, 1) gravmf_persistent_##D(                  \
        float *factors, float *first, float *second, const int *columns, const float *targets,   \
        const long long *entry_begin, const int *segment_row, const int *row_segments,           \
        float *partials, double *sse, float *gram_partials, float *gram, const float *schedule,  \
        double *losses, int segments, int n, int m, int d, int ld, int chunk_rows_users,         \
        int chunk_rows_items, int epochs, float error_scale, float l2_users, float l2_items,     \
        float gravity_scale, float decay, float one_minus_beta1, float one_minus_beta2,          \
        float epsilon, double inverse_ratings, double lambda_r, double lambda_g) {               \
        gravmf::persistent<D>(                                                                   \
            {factors, first, second, n, m, d, ld},                                               \
            {columns, targets, entry_begin, segment_row, row_segments, partials, sse, segments}, \
            {n, m, d, ld, chunk_rows_users, chunk_rows_items}, gram_partials, gram, schedule,    \
            losses, epochs, {error_scale, l2_users, l2_items, gravity_scale},                    \
            {inverse_ratings, lambda_r, lambda_g},                                               \
            {decay, one_minus_beta1, one_minus_beta2, epsilon, 0.f, 0.f});                       \
    }
GRAVMF_FOR_EACH_PERSISTENT_WIDTH(GRAVMF_PERSISTENT)
