// The end of an epoch for a few rows, by one warp: the segments' gradients are added, L2 and
// gravity join them, and AdamW moves the row, all in registers.
#pragma once

#include "adamw.cuh"

namespace gravmf {

// How a warp divides rows of up to D floats for X G: each lane owns `quads` vectors of a row's
// columns, and `rows` rows at once use each 16 bytes of G. With D = 128, five rows a warp make
// ml-100k's 2 625 rows 525 warps, one for each scheduler of 132 multiprocessors; wider rows are
// limited by registers.
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
    static constexpr int warp_rows = groups * rows;
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
    constexpr int ROWS = RowTile<D>::warp_rows;
    return (state.n - 1) / ROWS + 1 + (state.m - 1) / ROWS + 1;
}

// product[r][q] = sum over k of x_r[k] G[k][columns of q], k ascending. `x` is the side's row 0.
//
// Rows beyond the side's last one and vectors beyond a row's end are computed from the last that
// there are, and used by nobody: so the loop has pointers that move on, and neither predicates nor
// products of indices. The last row belongs to this very warp.
template <int D>
__device__ __forceinline__ void row_product(float4 (&product)[RowTile<D>::rows][RowTile<D>::quads],
                                            const float *x, int side_row, int side_rows,
                                            const float *gram, int place, int ld) {
    using Tile = RowTile<D>;
    const float *row[Tile::rows];
#pragma unroll
    for (int r = 0; r < Tile::rows; r++) {
        row[r] = x + static_cast<long long>(min(side_row + r, side_rows - 1)) * ld;
    }
    const float *columns[Tile::quads];
#pragma unroll
    for (int q = 0; q < Tile::quads; q++) {
        columns[q] = gram + 4 * min(place + q * Tile::lanes, ld / 4 - 1);
    }
    // Not unrolled: ptxas spilled the pointers of the narrowest kernel, and gains nothing elsewhere.
#pragma unroll 1
    for (int k = 0; k < ld; k += 4) {
        float4 scale[Tile::rows];
#pragma unroll
        for (int r = 0; r < Tile::rows; r++) {
            scale[r] = load4(row[r]);
            row[r] += 4;
        }
#pragma unroll
        for (int i = 0; i < 4; i++) {
#pragma unroll
            for (int q = 0; q < Tile::quads; q++) {
                float4 g = load4(columns[q]);
                columns[q] += ld;
#pragma unroll
                for (int r = 0; r < Tile::rows; r++) {
                    float s = i == 0   ? scale[r].x
                              : i == 1 ? scale[r].y
                              : i == 2 ? scale[r].z
                                       : scale[r].w;
                    product[r][q] = fma4(s, g, product[r][q]);
                }
            }
        }
    }
}

// Updates the rows of one tile. `given` null: gravity by X G; else (float [T][ld]) taken from
// there.
template <int D>
__device__ __forceinline__ void update_tile(int tile, const State &state, const float *partials,
                                            const int *row_segments, const float *gram,
                                            const float *given, const GradientScales &scales,
                                            const AdamW &adamw) {
    using Tile = RowTile<D>;
    int ld = state.ld;
    int user_tiles = (state.n - 1) / Tile::warp_rows + 1;
    bool user = tile < user_tiles;
    int lane = threadIdx.x % WARP;
    int place = lane % Tile::lanes;
    int side_row =
        (user ? tile : tile - user_tiles) * Tile::warp_rows + lane / Tile::lanes * Tile::rows;
    int side_rows = user ? state.n : state.m;
    int rows =
        side_rows - side_row < Tile::rows ? side_rows - side_row : Tile::rows; // may be negative
    long long row = (user ? 0LL : state.n) + side_row;
    long long offset = row * ld;
    int quads = ld / 4;

    float4 errors[Tile::rows][Tile::quads];
    float4 product[Tile::rows][Tile::quads];
    // All at once, before the first is waited for; a row beyond the last has none.
    int bounds[Tile::rows + 1];
#pragma unroll
    for (int r = 0; r <= Tile::rows; r++) {
        bounds[r] = row_segments[(user ? 0 : state.n) + min(side_row + r, side_rows)];
    }
#pragma unroll
    for (int r = 0; r < Tile::rows; r++) {
        int begin = bounds[r];
        int end = bounds[r + 1];
#pragma unroll
        for (int q = 0; q < Tile::quads; q++) {
            int quad = place + q * Tile::lanes;
            errors[r][q] = zero4();
            product[r][q] = zero4();
            if (quad < quads) {
#pragma unroll 4
                for (int segment = begin; segment < end; segment++) {
                    errors[r][q] =
                        add4(errors[r][q],
                             load4(partials + static_cast<long long>(segment) * ld + 4 * quad));
                }
                if (given != nullptr && r < rows) {
                    product[r][q] =
                        load4(given + offset + static_cast<long long>(r) * ld + 4 * quad);
                }
            }
        }
    }
    if (given == nullptr) {
        const float *other = gram + (user ? static_cast<long long>(ld) * ld : 0);
        const float *side = state.factors + (user ? 0LL : static_cast<long long>(state.n) * ld);
        row_product<D>(product, side, side_row, side_rows, other, place, ld);
    }
    __syncwarp(); // every lane has read the whole rows: now they may change

    float l2 = user ? scales.l2_users : scales.l2_items;
#pragma unroll
    for (int r = 0; r < Tile::rows; r++) {
#pragma unroll
        for (int q = 0; q < Tile::quads; q++) {
            int quad = place + q * Tile::lanes;
            if (r < rows && quad < quads) {
                long long index = offset + static_cast<long long>(r) * ld + 4 * quad;
                float4 p = load4(state.factors + index);
                float4 m = load4(state.first + index);
                float4 v = load4(state.second + index);
                float4 e = errors[r][q];
                float4 gradient = make_float4(scales.error * e.x, scales.error * e.y,
                                              scales.error * e.z, scales.error * e.w);
                gradient = fma4(scales.gravity, product[r][q], fma4(l2, p, gradient));
                adamw.apply4(p, m, v, gradient);
                clear_padding(p, 4 * quad, state.d);
                store4(state.factors + index, p);
                store4(state.first + index, m);
                store4(state.second + index, v);
            }
        }
    }
}

} // namespace gravmf
