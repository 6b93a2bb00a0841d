// Gram matrices in two stages of fixed order, by warps. The decomposition depends on n, m and d
// alone, so the bits do not depend on the grid.
#pragma once

#include "common.cuh"

namespace gravmf {

// Partials that a lane of stage 2 loads before it adds the first.
constexpr int REDUCE_FLIGHT = 8;

// How both sides' rows are cut into chunks, and the matrices into tiles on and below the diagonal.
struct GramShape {
    int n, m, d, ld, chunk_rows_users, chunk_rows_items;

    __device__ __forceinline__ int pairs() const {
        int tiles = (d + GRAM_TILE - 1) / GRAM_TILE;
        return tiles * (tiles + 1) / 2;
    }
    __device__ __forceinline__ int user_chunks() const { return (n - 1) / chunk_rows_users + 1; }
    __device__ __forceinline__ int item_chunks() const { return (m - 1) / chunk_rows_items + 1; }
    // Lanes of stage 2.
    __device__ __forceinline__ int reduce_lanes() const {
        return 2 * pairs() * GRAM_TILE * GRAM_TILE * GRAM_LANES;
    }
    __device__ __forceinline__ int units() const {
        return (user_chunks() + item_chunks()) * pairs();
    }
};

// Pair number to tile row and column: (0,0), (1,0), (1,1), (2,0), ...
__device__ __forceinline__ void tile_of_pair(int pair, int &tile_row, int &tile_column) {
    tile_row = 0;
    while ((tile_row + 1) * (tile_row + 2) / 2 <= pair) {
        tile_row++;
    }
    tile_column = pair - tile_row * (tile_row + 1) / 2;
}

// Stage 1: one tile of the Gram matrix of one chunk of rows, in float32, summed in runs of 32 rows
// and then over the runs. Loads of FLIGHT rows are in flight at once: never changes the bits.
template <int FLIGHT>
__device__ __forceinline__ void gram_unit(int unit, const float *factors, float *gram_partials,
                                          const GramShape &shape) {
    int pairs = shape.pairs();
    int chunk = unit / pairs;
    int tile_row;
    int tile_column;
    tile_of_pair(unit - chunk * pairs, tile_row, tile_column);
    bool user = chunk < shape.user_chunks();
    int chunk_rows = user ? shape.chunk_rows_users : shape.chunk_rows_items;
    int side_rows = user ? shape.n : shape.m;
    long long first =
        static_cast<long long>(user ? chunk : chunk - shape.user_chunks()) * chunk_rows;
    int rows = static_cast<int>(side_rows - first < chunk_rows ? side_rows - first : chunk_rows);
    const float *x = factors + (first + (user ? 0 : shape.n)) * shape.ld;

    int lane = threadIdx.x % WARP;
    int i = lane / 4 * 4; // this lane's 4 rows of the tile
    int j = lane % 4 * 8; // and its 8 columns
    int column_i = tile_row * GRAM_TILE + i;
    int column_j = tile_column * GRAM_TILE + j;
    bool has_i = column_i < shape.ld;
    bool has_j0 = column_j < shape.ld;
    bool has_j1 = column_j + 4 < shape.ld;

    float *tile = gram_partials + static_cast<long long>(unit) * GRAM_TILE * GRAM_TILE +
                  i * GRAM_TILE + j;
    for (int run = 0; run < rows; run += WARP) {
        float4 sum[4][2];
#pragma unroll
        for (int r = 0; r < 4; r++) {
            sum[r][0] = zero4();
            sum[r][1] = zero4();
        }
        int run_end = rows < run + WARP ? rows : run + WARP;
#pragma unroll FLIGHT
        for (int row = run; row < run_end; row++) {
            const float *values = x + static_cast<long long>(row) * shape.ld;
            float4 a = has_i ? load4(values + column_i) : zero4();
            float4 b0 = has_j0 ? load4(values + column_j) : zero4();
            float4 b1 = has_j1 ? load4(values + column_j + 4) : zero4();
            sum[0][0] = fma4(a.x, b0, sum[0][0]);
            sum[0][1] = fma4(a.x, b1, sum[0][1]);
            sum[1][0] = fma4(a.y, b0, sum[1][0]);
            sum[1][1] = fma4(a.y, b1, sum[1][1]);
            sum[2][0] = fma4(a.z, b0, sum[2][0]);
            sum[2][1] = fma4(a.z, b1, sum[2][1]);
            sum[3][0] = fma4(a.w, b0, sum[3][0]);
            sum[3][1] = fma4(a.w, b1, sum[3][1]);
        }
        // The runs are added in memory rather than in 32 more registers; nearly always there is
        // one.
#pragma unroll
        for (int r = 0; r < 4; r++) {
            store4(tile + r * GRAM_TILE,
                   run == 0 ? sum[r][0] : add4(load4(tile + r * GRAM_TILE), sum[r][0]));
            store4(tile + r * GRAM_TILE + 4,
                   run == 0 ? sum[r][1] : add4(load4(tile + r * GRAM_TILE + 4), sum[r][1]));
        }
    }
}

// Stage 2: one element of both matrices by four lanes, each adding every fourth chunk, in double.
// `quarter` counts lanes: 4 an element, pairs * 1024 elements a side. Whole warps come here.
__device__ __forceinline__ void gram_reduce_quarter(int quarter, const float *gram_partials,
                                                    float *gram, const GramShape &shape) {
    int pairs = shape.pairs();
    int per_side = pairs * GRAM_TILE * GRAM_TILE;
    int element = quarter / GRAM_LANES;
    int phase = quarter % GRAM_LANES;
    bool user = element < per_side;
    element -= user ? 0 : per_side;
    int pair = element / (GRAM_TILE * GRAM_TILE);
    int place = element % (GRAM_TILE * GRAM_TILE);
    int tile_row;
    int tile_column;
    tile_of_pair(pair, tile_row, tile_column);
    int i = tile_row * GRAM_TILE + place / GRAM_TILE;
    int j = tile_column * GRAM_TILE + place % GRAM_TILE;
    bool wanted = i < shape.d && j < shape.d;
    if (!__any_sync(ALL_LANES, wanted)) {
        return;
    }
    int chunks = user ? shape.user_chunks() : shape.item_chunks();
    int first = user ? 0 : shape.user_chunks();
    // Many loads in flight, also of the last few chunks: beyond the last, the last is read again
    // and 0 added, which changes no bit of a sum that began with +0.
    const float *mine =
        gram_partials +
        (static_cast<long long>(first) * pairs + pair) * (GRAM_TILE * GRAM_TILE) + place;
    int chunk_floats = pairs * (GRAM_TILE * GRAM_TILE); // of one side at most 2^23
    double sum = 0.;
    for (int base = phase; base < chunks; base += GRAM_LANES * REDUCE_FLIGHT) {
        float values[REDUCE_FLIGHT];
#pragma unroll
        for (int f = 0; f < REDUCE_FLIGHT; f++) {
            values[f] = mine[min(base + GRAM_LANES * f, chunks - 1) * chunk_floats];
        }
#pragma unroll
        for (int f = 0; f < REDUCE_FLIGHT; f++) {
            sum += base + GRAM_LANES * f < chunks ? values[f] : 0.f;
        }
    }
    sum = sum_lanes<GRAM_LANES>(sum);
    if (phase == 0 && wanted) {
        float *matrix = gram + (user ? 0 : static_cast<long long>(shape.ld) * shape.ld);
        matrix[static_cast<long long>(i) * shape.ld + j] = static_cast<float>(sum);
        if (tile_row != tile_column) {
            matrix[static_cast<long long>(j) * shape.ld + i] = static_cast<float>(sum);
        }
    }
}

} // namespace gravmf
