// K epochs in one cooperative launch, for problems that live in the caches, where launches would
// cost more than work.
//
//     each epoch:   losses of the one before, Gram tiles, sparse gradients | Gram sums | updates |
//
// where all blocks meet at each bar.
//
// The same functions as the kernels of gravity.cu, sparse_error.cu and update.cu, so the same bits,
// whichever warp does a unit of work.
//
// Bytes and flops of an epoch: those of the four kernels together; ml-100k at d = 100: 64 MB of
// gathers, 7 MB of Gram partials, 14 MB of the rest, 200 MFLOP. Everything is in L2 after the first
// epoch. A warp waits some 600 cycles for what another multiprocessor has written, and an H100's
// 2 000 at each bar (docs/gpu.md).
#include <cooperative_groups.h>

#include "gravity.cuh"
#include "losses.cuh"
#include "sparse_error.cuh"
#include "update.cuh"

namespace gravmf {

constexpr int WARPS_OF_BLOCK = PERSISTENT_BLOCK / WARP;

// What the first phase of an epoch is for each warp of the grid, as the host has dealt it: so that
// a block's segments share rows, and that blocks have the same to do. Shapes in ABI.md.
struct Deal {
    const int4 *units;
    const int *begin;

    // Where this warp's tiles and segments begin and end. Computed anew for each use, see anew().
    __device__ __forceinline__ const int *of_warp(int block) const {
        return begin + 2 * (block * WARPS_OF_BLOCK + anew(static_cast<int>(threadIdx.x)) / WARP);
    }
};

// No pointer is __restrict__: other blocks write what this one reads after they have met, so no
// load may take the read-only path.
template <int D>
__device__ __forceinline__ void
persistent(const State &state, const Entries &entries, const int *row_segments, const Deal &deal,
           const GramShape &shape, float *gram_partials, float *gram, const float *schedule,
           double *losses, int epochs, const GradientScales &gradient_scales,
           const LossScales &loss_scales, AdamW adamw) {
    constexpr int TILES = PERSISTENT_BLOCK / TILE_THREADS; // at once
    constexpr int PRODUCTS = TILES * RowTile<D>::product_floats / 2;
    __shared__ __align__(16) double shared[PRODUCTS > LOSS_LANES ? PRODUCTS : LOSS_LANES];
    cooperative_groups::grid_group grid = cooperative_groups::this_grid();
    int blocks = static_cast<int>(gridDim.x);
    int block = static_cast<int>(blockIdx.x);
    int sse_parts = row_segments[state.n];
    for (int epoch = 0; epoch < epochs; epoch++) {
        // Beside those of the epoch before, which are being read.
        Entries now = entries;
        now.sse += epoch % 2 * sse_parts;
        if (block == 0 && epoch > 0) {
            write_loss<PERSISTENT_BLOCK>(entries.sse + (epoch - 1) % 2 * sse_parts, sse_parts,
                                         gram, nullptr, losses + 3LL * (epoch - 1), state.n,
                                         state.m, state.d, state.ld, loss_scales, shared);
        }
        {
            const int *mine = deal.of_warp(block);
            int end = mine[1];
            for (int k = mine[0]; k < end; k++) {
                gram_unit<2>(deal.units[k].x, state.factors, gram_partials, shape);
            }
        }
        {
            const int *mine = deal.of_warp(block);
            int end = mine[2];
            for (int k = mine[1]; k < end; k++) {
                int4 unit = deal.units[k];
                sparse_unit<D>(unit.x, unit.y, static_cast<unsigned>(unit.z), unit.w, state.factors,
                               now, state.n, state.ld);
            }
        }
        grid.sync();
        for (int quarter = static_cast<int>(threadIdx.x) / WARP * blocks * WARP + block * WARP +
                           static_cast<int>(threadIdx.x) % WARP;
             quarter < shape.reduce_lanes(); quarter += blocks * PERSISTENT_BLOCK) {
            gram_reduce_quarter(quarter, gram_partials, gram, shape);
        }
        grid.sync();
        adamw.step = schedule[2 * epoch];
        adamw.inverse_root = schedule[2 * epoch + 1];
        int thread = anew(static_cast<int>(threadIdx.x));
        int of_block = thread / TILE_THREADS;
        float *products =
            reinterpret_cast<float *>(shared) + of_block * RowTile<D>::product_floats;
        int tiles = update_tiles<D>(state);
        for (int first = block; first < tiles; first += TILES * blocks) {
            update_tile<D>(first + of_block * blocks, state, entries.partials, row_segments, gram,
                           nullptr, gradient_scales, adamw, products, thread % TILE_THREADS);
        }
        grid.sync();
    }
    if (block == 0) {
        write_loss<PERSISTENT_BLOCK>(entries.sse + (epochs - 1) % 2 * sse_parts, sse_parts, gram,
                                     nullptr, losses + 3LL * (epochs - 1), state.n, state.m,
                                     state.d, state.ld, loss_scales, shared);
    }
}

} // namespace gravmf

#define GRAVMF_PERSISTENT(D)                                                                     \
    extern "C" __global__ void __launch_bounds__(gravmf::PERSISTENT_BLOCK, 1)                    \
        gravmf_persistent_##D(                                                                   \
        float *factors, float *first, float *second, const int *columns, const float *targets,   \
        const int4 *units, const int *unit_begin, const int *row_segments, float *partials,      \
        double *sse, float *gram_partials, float *gram, const float *schedule, double *losses,   \
        int n, int m, int d, int ld, int chunk_rows_users, int chunk_rows_items, int epochs,     \
        float error_scale, float l2_users, float l2_items, float gravity_scale, float decay,     \
        float one_minus_beta1, float one_minus_beta2, float epsilon, double inverse_ratings,     \
        double lambda_r, double lambda_g) {                                                      \
        gravmf::persistent<D>(                                                                   \
            {factors, first, second, n, m, d, ld}, {columns, targets, partials, sse},            \
            row_segments, {units, unit_begin},                                                   \
            {n, m, d, ld, chunk_rows_users, chunk_rows_items}, gram_partials, gram, schedule,    \
            losses, epochs,                                                                      \
            {error_scale, l2_users, l2_items, gravity_scale},                                    \
            {inverse_ratings, lambda_r, lambda_g},                                               \
            {decay, one_minus_beta1, one_minus_beta2, epsilon, 0.f, 0.f});                       \
    }
GRAVMF_FOR_EACH_PERSISTENT_WIDTH(GRAVMF_PERSISTENT)
