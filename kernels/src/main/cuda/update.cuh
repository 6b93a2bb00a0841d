// The end of an epoch for a few rows, by four warps: the segments' gradients are added, L2 and
// gravity join them, and AdamW moves the rows.
#pragma once

#include "adamw.cuh"

namespace gravmf {

// Warps of a tile: each multiplies by a quarter of G's rows. A tile's whole product by one warp was
// 25 dependent steps, by as many warps as there are schedulers: nothing hid their loads.
constexpr int TILE_WARPS = 4;
constexpr int TILE_THREADS = TILE_WARPS * WARP;
constexpr int UPDATE_BLOCK = TILE_THREADS; // of gravmf_update: a tile a block

// How a warp divides rows of up to D floats for X G: each lane owns `quads` vectors of a row's
// columns, and `rows` rows at once use each 16 bytes of G. With D = 128, five rows a tile make
// ml-100k's 2 625 rows 526 tiles, four for each of 132 multiprocessors; wider rows are limited by
// registers and by shared memory.
template <int D> struct RowTile {
    static constexpr int lanes = D / 4 < WARP ? D / 4 : WARP;
    static constexpr int quads = D / 4 / lanes;
    static constexpr int groups = WARP / lanes;
    static constexpr int rows = D <= 16    ? 1
                                : D <= 32  ? 2
                                : D <= 64  ? 4
                                : D <= 128 ? 5
                                : D <= 256 ? 3
                                : D <= 512 ? 2
                                           : 1;
    static constexpr int tile_rows = groups * rows;
    // Of the four warps' products in shared memory.
    static constexpr int product_floats = TILE_WARPS * tile_rows * D;
};

// Scales of the gradient: 2/N, 2 lambda_r / n, 2 lambda_r / m, 2 lambda_g / (n m).
struct GradientScales {
    float error;
    float l2_users;
    float l2_items;
    float gravity;
};

struct State {
    float *factors;
    float *first;
    float *second;
    int n, m, d, ld;
};

template <int D> __device__ __forceinline__ int update_tiles(const State &state) {
    constexpr int ROWS = RowTile<D>::tile_rows;
    return (state.n - 1) / ROWS + 1 + (state.m - 1) / ROWS + 1;
}

// How many times four rows of G are loaded at once: eight vectors a lane, or more of wide rows.
template <int D> struct GramFlight {
    static constexpr int fours = RowTile<D>::quads >= 2 ? 1 : 2;
};

// product[r][q] = sum over k in [begin, end) of x_r[k] G[k][columns of q], k ascending; both are
// multiples of 4. `x` is the first of this lane's rows, in shared memory, `gram` G.
//
// Vectors beyond a row's end are computed from its last, and rows of G beyond `end` are loaded again
// from the last four, and used by nobody: so there are no predicates.
template <int D>
__device__ __forceinline__ void row_product(float4 (&product)[RowTile<D>::rows][RowTile<D>::quads],
                                            const float *x, const float *gram, int place, int ld,
                                            int begin, int end) {
    using Tile = RowTile<D>;
    constexpr int FOURS = GramFlight<D>::fours;
    const float *columns[Tile::quads];
#pragma unroll
    for (int q = 0; q < Tile::quads; q++) {
        columns[q] = gram + 4 * min(place + q * Tile::lanes, ld / 4 - 1);
    }
#pragma unroll 1
    for (int base = begin; base < end; base += 4 * FOURS) {
        float4 g[FOURS][4][Tile::quads];
#pragma unroll
        for (int f = 0; f < FOURS; f++) {
            int k = min(base + 4 * f, end - 4) * ld; // G has at most 2^20 elements
#pragma unroll
            for (int i = 0; i < 4; i++) {
#pragma unroll
                for (int q = 0; q < Tile::quads; q++) {
                    g[f][i][q] = load4(columns[q] + (k + i * ld));
                }
            }
        }
#pragma unroll
        for (int f = 0; f < FOURS; f++) {
            if (base + 4 * f < end) {
#pragma unroll
                for (int r = 0; r < Tile::rows; r++) {
                    float4 s = load4(x + r * D + base + 4 * f);
#pragma unroll
                    for (int q = 0; q < Tile::quads; q++) {
                        product[r][q] = fma4(s.x, g[f][0][q], product[r][q]);
                        product[r][q] = fma4(s.y, g[f][1][q], product[r][q]);
                        product[r][q] = fma4(s.z, g[f][2][q], product[r][q]);
                        product[r][q] = fma4(s.w, g[f][3][q], product[r][q]);
                    }
                }
            }
        }
    }
}

// One vector of a tile's rows, and which segments its row has.
struct OwnVector {
    int row; // of the tile
    int column;
    long long index;
    int begin;
    int end;
    float4 p;
    float4 m;
    float4 v;

    // `first_row` is the tile's, of all rows.
    __device__ __forceinline__ void load(const State &state, const int *row_segments,
                                         long long first_row, int vector) {
        int quads = state.ld / 4;
        row = vector / quads;
        column = 4 * (vector - row * quads);
        index = (first_row + row) * state.ld + column;
        begin = row_segments[first_row + row];
        end = row_segments[first_row + row + 1];
        p = load4(state.factors + index);
        m = load4(state.first + index);
        v = load4(state.second + index);
    }
};

// Updates the rows of one tile; the threads of a block come here together, TILE_THREADS for each
// tile, also where there is none for them (`tile` not below update_tiles). `products` is the tile's
// own RowTile::product_floats in shared memory. `given` null: gravity by X G; else (float [T][ld])
// taken from there.
template <int D>
__device__ __forceinline__ void
update_tile(int tile, const State &state, const float *partials, const int *row_segments,
            const float *gram, const float *given, const GradientScales &scales,
            const AdamW &adamw, float *products, int thread) {
    using Tile = RowTile<D>;
    int ld = state.ld;
    int quads = ld / 4;
    int user_tiles = (state.n - 1) / Tile::tile_rows + 1;
    bool user = tile < user_tiles;
    int side_begin = (user ? tile : tile - user_tiles) * Tile::tile_rows;
    int side_rows = user ? state.n : state.m;
    int rows = tile < update_tiles<D>(state) ? min(side_rows - side_begin, Tile::tile_rows) : 0;
    long long row = (user ? 0LL : state.n) + side_begin;

    int vectors = rows * quads;

    __syncthreads(); // what was in shared memory has been read
    // The first vector that this thread moves is loaded whole: the product takes its time. Rows beyond
    // the side's last are zeros.
    OwnVector x;
    if (thread < vectors) {
        x.load(state, row_segments, row, thread);
        store4(products + x.row * D + x.column, x.p);
    }
    for (int vector = thread < vectors ? thread + TILE_THREADS : thread;
         vector < Tile::tile_rows * quads; vector += TILE_THREADS) {
        int r = vector / quads;
        int column = 4 * (vector - r * quads);
        store4(products + r * D + column,
               r < rows ? load4(state.factors + (row + r) * ld + column) : zero4());
    }
    __syncthreads(); // the rows are there
    if (given == nullptr) {
        int lane = thread % WARP;
        int quarter = thread / WARP;
        int place = lane % Tile::lanes;
        int group_row = lane / Tile::lanes * Tile::rows;
        float4 product[Tile::rows][Tile::quads];
#pragma unroll
        for (int r = 0; r < Tile::rows; r++) {
#pragma unroll
            for (int q = 0; q < Tile::quads; q++) {
                product[r][q] = zero4();
            }
        }
        if (rows > 0) {
            row_product<D>(product, products + group_row * D,
                           gram + (user ? static_cast<long long>(ld) * ld : 0), place, ld,
                           quads * quarter / TILE_WARPS * 4,
                           quads * (quarter + 1) / TILE_WARPS * 4);
        }
        __syncthreads(); // every warp has read the rows: products take their place
        float *mine = products + (quarter * Tile::tile_rows + group_row) * D;
#pragma unroll
        for (int r = 0; r < Tile::rows; r++) {
#pragma unroll
            for (int q = 0; q < Tile::quads; q++) {
                store4(mine + r * D + 4 * (place + q * Tile::lanes), product[r][q]);
            }
        }
        __syncthreads(); // all products are there
    }

    float l2 = user ? scales.l2_users : scales.l2_items;
    for (int vector = thread; vector < vectors; vector += TILE_THREADS) {
        if (vector != thread) {
            x.load(state, row_segments, row, vector);
        }
        float4 error = zero4();
#pragma unroll 4
        for (int segment = x.begin; segment < x.end; segment++) {
            error = add4(error, load4(partials + static_cast<long long>(segment) * ld + x.column));
        }
        float4 gravity;
        if (given == nullptr) {
            const float *quarters = products + x.row * D + x.column;
            constexpr int QUARTER = Tile::tile_rows * D;
            gravity = add4(add4(load4(quarters), load4(quarters + QUARTER)),
                           add4(load4(quarters + 2 * QUARTER), load4(quarters + 3 * QUARTER)));
        } else {
            gravity = load4(given + x.index);
        }
        float4 gradient = make_float4(scales.error * error.x, scales.error * error.y,
                                      scales.error * error.z, scales.error * error.w);
        gradient = fma4(scales.gravity, gravity, fma4(l2, x.p, gradient));
        adamw.apply4(x.p, x.m, x.v, gradient);
        clear_padding(x.p, x.column, state.d);
        store4(state.factors + x.index, x.p);
        store4(state.first + x.index, x.m);
        store4(state.second + x.index, x.v);
    }
}

} // namespace gravmf
