// Cholesky factorisation and substitution of tiles that lie in the registers of a block:
// right-looking, a panel one tile wide. Only panels and the solution pass through shared memory.
#pragma once

#include "normal_tiles.cuh"

namespace gravmf {

// Rows that need float64 are listed, in any order, and counted: an integer, so the order in which
// blocks add does not matter.
struct LostRows {
    int *rows;
    int *counts; // [sweep][side]
    const int *counter;

    __device__ __forceinline__ void add(int row, int items) const {
        rows[atomicAdd(counts + 2 * *counter + items, 1)] = row;
    }
};

// What a block shares while it factors. `values` has a value for each row of the matrix.
template <int EDGE> struct CholeskyShared {
    float *panel;             // as rank_update takes it
    float *values;            // lowest pivots, then z, then x
    float (*corner)[EDGE];    // the panel's tile on the diagonal
    int *lost;                // set where a pivot is too low
};

// Factors a tile on the diagonal; on it stand then the reciprocals of the factor's diagonal. Rows
// from `real` on are not unknowns. False where a pivot is not above its limit, or NaN.
template <int EDGE>
__device__ __forceinline__ bool factor_corner(float (&a)[EDGE][EDGE], const float *lowest,
                                              int real) {
    bool sound = true;
#pragma unroll
    for (int c = 0; c < EDGE; c++) {
        float pivot = c < real ? a[c][c] : 1.f;
        bool high = c >= real || pivot > lowest[c];
        sound = sound && high;
        float inverse = 1.f / sqrtf(high ? pivot : 1.f);
        a[c][c] = inverse;
#pragma unroll
        for (int r = 0; r < EDGE; r++) {
            a[r][c] *= r > c ? inverse : 1.f;
        }
#pragma unroll
        for (int j = 0; j < EDGE; j++) {
#pragma unroll
            for (int r = 0; r < EDGE; r++) {
                if (r >= j && j > c) {
                    a[r][j] = fmaf(-a[r][c], a[j][c], a[r][j]);
                }
            }
        }
    }
    return sound;
}

// a <- a L^-t for a tile below the corner L.
template <int EDGE>
__device__ __forceinline__ void solve_below(float (&a)[EDGE][EDGE], const float (*corner)[EDGE]) {
#pragma unroll
    for (int c = 0; c < EDGE; c++) {
#pragma unroll
        for (int k = 0; k < EDGE; k++) {
            if (k < c) {
                float factor = corner[c][k];
#pragma unroll
                for (int r = 0; r < EDGE; r++) {
                    a[r][c] = fmaf(-a[r][k], factor, a[r][c]);
                }
            }
        }
        float inverse = corner[c][c];
#pragma unroll
        for (int r = 0; r < EDGE; r++) {
            a[r][c] *= inverse;
        }
    }
}

// L in place of A, and z in shared.values. False, for the whole block, where A is not safely positive definite.
template <int EDGE>
__device__ __forceinline__ bool factor(float (&a)[EDGE][EDGE], int unknowns,
                                       const CholeskyShared<EDGE> &shared,
                                       const Tile<EDGE> &tile) {
    if (threadIdx.x == 0) {
        *shared.lost = 0;
    }
    if (tile.present && tile.row == tile.column) {
#pragma unroll
        for (int c = 0; c < EDGE; c++) {
            shared.values[EDGE * tile.row + c] = LOWEST_PIVOT * a[c][c];
        }
    }
    __syncthreads();
    int panels = (unknowns + EDGE - 1) / EDGE;
    for (int p = 0; p < panels; p++) {
        bool here = tile.present && tile.column == p;
        if (here && tile.row == p) {
            if (!factor_corner<EDGE>(a, shared.values + EDGE * p, unknowns - EDGE * p)) {
                *shared.lost = 1;
            }
#pragma unroll
            for (int r = 0; r < EDGE; r++) {
#pragma unroll
                for (int c = 0; c < EDGE; c++) {
                    if (c <= r) {
                        shared.corner[r][c] = a[r][c];
                    }
                }
            }
        }
        __syncthreads();
        if (*shared.lost != 0) {
            return false;
        }
        if (here && tile.row > p) {
            solve_below<EDGE>(a, shared.corner);
#pragma unroll
            for (int c = 0; c < EDGE; c++) {
#pragma unroll
                for (int q = 0; q < EDGE / 4; q++) {
                    store4(shared.panel + c * tile.stride() + 4 * (q * tile.tiles + tile.row),
                           make_float4(a[4 * q][c], a[4 * q + 1][c], a[4 * q + 2][c],
                                       a[4 * q + 3][c]));
                }
            }
        }
        __syncthreads();
        if (static_cast<int>(threadIdx.x) < EDGE) {
            int c = static_cast<int>(threadIdx.x);
            const float *z = unknowns / EDGE == p
                                 ? shared.corner[unknowns % EDGE] + c
                                 : shared.panel + c * tile.stride() +
                                       place_of_quad<EDGE>(unknowns / 4, tile.tiles) + unknowns % 4;
            shared.values[EDGE * p + c] = EDGE * p + c < unknowns ? *z : 0.f;
        }
        if (tile.present && tile.column > p) {
            rank_update<EDGE, true>(a, shared.panel, EDGE, tile);
        }
    }
    __syncthreads();
    return true;
}

// x of Lt x = z in place of z; what is beyond the unknowns stays 0.
template <int EDGE>
__device__ __forceinline__ void substitute(const float (&a)[EDGE][EDGE], int unknowns,
                                           const CholeskyShared<EDGE> &shared,
                                           const Tile<EDGE> &tile) {
    float *x = shared.values;
    for (int p = (unknowns - 1) / EDGE; p >= 0; p--) {
        if (tile.present && tile.row == p && tile.column == p) {
            float solved[EDGE];
#pragma unroll
            for (int c = EDGE - 1; c >= 0; c--) {
                float sum = x[EDGE * p + c];
#pragma unroll
                for (int r = 0; r < EDGE; r++) {
                    if (r > c) {
                        sum = fmaf(-a[r][c], solved[r], sum);
                    }
                }
                solved[c] = EDGE * p + c < unknowns ? sum * a[c][c] : 0.f;
                x[EDGE * p + c] = solved[c];
            }
        }
        __syncthreads();
        if (tile.present && tile.row == p && tile.column < p) {
#pragma unroll
            for (int c = 0; c < EDGE; c++) {
                float sum = x[EDGE * tile.column + c];
#pragma unroll
                for (int r = 0; r < EDGE; r++) {
                    sum = fmaf(-a[r][c], x[EDGE * p + r], sum);
                }
                x[EDGE * tile.column + c] = sum;
            }
        }
        __syncthreads();
    }
}

} // namespace gravmf
