// Normal equations and their Cholesky factor in the registers of a block: each thread keeps one
// EDGE x EDGE tile of the lower triangle from its first rating to the last substitution.
//
// The matrix has one row more than there are unknowns: every rating is (y, t), so that below
// A = sum w y yt stands bt = sum w t yt, and factoring A turns it into zt with L z = b: the
// forward substitution costs nothing of its own.
#pragma once

#include "row_system.cuh"

namespace gravmf {

// Tiles of rows of up to D factors and a bias: at most 153 of 4 x 4 for d up to 64, as many of 8 x 8
// up to 128, 253 of 12 x 12 up to 256; and threads for them, in whole warps.
template <int D> struct ExactTile {
    static constexpr int edge = D <= 64 ? 4 : D <= 128 ? 8 : 12;
    static constexpr int most = (D + 1) / edge + 1; // of a side of the triangle
    static constexpr int threads = (most * (most + 1) / 2 + WARP - 1) / WARP * WARP;
};

// A pivot below this share of its diagonal element is lost in the rounding of the row's sums
// (about 2^-24 for each unknown): the row is solved in float64 instead.
constexpr float LOWEST_PIVOT = 1e-5f;

// Which tile a thread has. Tiles go column by column, so that whole warps are done early.
template <int EDGE> struct Tile {
    int tiles; // of a side of the triangle
    int row;
    int column;
    bool present; // threads that fill up the last warp have none

    __device__ __forceinline__ Tile(int unknowns) {
        tiles = unknowns / EDGE + 1;
        present = static_cast<int>(threadIdx.x) < tiles * (tiles + 1) / 2;
        int place = present ? static_cast<int>(threadIdx.x) : 0;
        column = 0;
        while (place >= tiles - column) {
            place -= tiles - column;
            column++;
        }
        row = column + place;
    }
    __device__ __forceinline__ int stride() const { return EDGE * tiles; }
};

// Rows of STAGED and panels lie so that neighbouring tiles are neighbouring vectors of 16 bytes,
// which no two lanes of a quarter warp take from the same banks: all tiles' first vectors, then
// all their second ones.
template <int EDGE> __device__ __forceinline__ int place_of_quad(int quad, int tiles) {
    constexpr int EACH = EDGE / 4;
    return 4 * (quad % EACH * tiles + quad / EACH);
}

// a += x yt, or -= , for `count` staged rows.
template <int EDGE, bool SUBTRACT>
__device__ __forceinline__ void rank_update(float (&a)[EDGE][EDGE], const float *staged, int count,
                                            const Tile<EDGE> &tile) {
#pragma unroll 2
    for (int r = 0; r < count; r++) {
        float x[EDGE];
        float y[EDGE];
#pragma unroll
        for (int q = 0; q < EDGE / 4; q++) {
            const float *vectors = staged + r * tile.stride() + 4 * q * tile.tiles;
            float4 u = load4(vectors + 4 * tile.row);
            float4 v = load4(vectors + 4 * tile.column);
            x[4 * q] = u.x;
            x[4 * q + 1] = u.y;
            x[4 * q + 2] = u.z;
            x[4 * q + 3] = u.w;
            y[4 * q] = v.x;
            y[4 * q + 1] = v.y;
            y[4 * q + 2] = v.z;
            y[4 * q + 3] = v.w;
        }
#pragma unroll
        for (int i = 0; i < EDGE; i++) {
#pragma unroll
            for (int j = 0; j < EDGE; j++) {
                a[i][j] = fmaf(SUBTRACT ? -x[i] : x[i], y[j], a[i][j]);
            }
        }
    }
}

template <int EDGE> __device__ __forceinline__ void begin_zero(float (&a)[EDGE][EDGE]) {
#pragma unroll
    for (int i = 0; i < EDGE; i++) {
#pragma unroll
        for (int j = 0; j < EDGE; j++) {
            a[i][j] = 0.f;
        }
    }
}

// Where a tile's vector q of row i lies in a part: beside those of the other tiles.
template <int EDGE>
__device__ __forceinline__ long long place_in_part(int i, int q, const Tile<EDGE> &tile) {
    long long count = tile.tiles * (tile.tiles + 1) / 2;
    return 4 * ((i * (EDGE / 4) + q) * count + (tile.present ? threadIdx.x : 0));
}

// Floats of a part of a long row.
template <int EDGE> __device__ __forceinline__ long long part_size(int tiles) {
    return static_cast<long long>(EDGE * EDGE) * (tiles * (tiles + 1) / 2);
}

template <int EDGE>
__device__ __forceinline__ void store_part(const float (&a)[EDGE][EDGE], float *part,
                                           const Tile<EDGE> &tile) {
    if (tile.present) {
#pragma unroll
        for (int i = 0; i < EDGE; i++) {
#pragma unroll
            for (int q = 0; q < EDGE / 4; q++) {
                store4(part + place_in_part<EDGE>(i, q, tile),
                       make_float4(a[i][4 * q], a[i][4 * q + 1], a[i][4 * q + 2],
                                   a[i][4 * q + 3]));
            }
        }
    }
}

// Before a row's ratings: what its system begins with, and the sum of its parts where it has been
// made.
template <int EDGE, typename System>
__device__ __forceinline__ void begin_row(float (&a)[EDGE][EDGE], int row, const float *part,
                                          const System &system, const Tile<EDGE> &tile) {
#pragma unroll
    for (int i = 0; i < EDGE; i++) {
        int k = EDGE * tile.row + i;
#pragma unroll
        for (int q = 0; q < EDGE / 4; q++) {
            int l = EDGE * tile.column + 4 * q;
            float4 v =
                part == nullptr ? zero4() : load4(part + place_in_part<EDGE>(i, q, tile));
            v = system.with_shared(row, k, l, v);
            a[i][4 * q] = v.x;
            a[i][4 * q + 1] = v.y;
            a[i][4 * q + 2] = v.z;
            a[i][4 * q + 3] = v.w;
        }
        if (tile.row == tile.column && k < system.unknowns()) {
            a[i][i] += system.ridge(row, k);
        }
    }
}

// Fetches ratings as rows sqrt(w) (y, t); a group of lanes takes one.
template <int EDGE, typename System>
__device__ __forceinline__ void stage(float *staged, long long begin, int count,
                                      const System &system, const Tile<EDGE> &tile) {
    constexpr int LANES = EDGE == 4 ? 16 : 32;
    int lane = static_cast<int>(threadIdx.x) % LANES;
    int unknowns = system.unknowns();
    const float *others = system.others();
    for (int r = static_cast<int>(threadIdx.x) / LANES; r < count;
         r += static_cast<int>(blockDim.x) / LANES) {
        const float *y = others + static_cast<long long>(system.columns[begin + r]) * system.ld;
        float root = sqrtf(system.weight(begin + r));
        float target = system.target(begin + r, y);
        for (int quad = lane; quad < tile.stride() / 4; quad += LANES) {
            float4 loaded = system.load_unknowns(y, quad);
            float value[4] = {loaded.x, loaded.y, loaded.z, loaded.w};
#pragma unroll
            for (int e = 0; e < 4; e++) {
                int k = 4 * quad + e;
                float beyond = k == unknowns ? target : 0.f;
                value[e] = root * (k < unknowns ? value[e] : beyond);
            }
            store4(staged + r * tile.stride() + place_of_quad<EDGE>(quad, tile.tiles),
                   make_float4(value[0], value[1], value[2], value[3]));
        }
    }
}

// a += sum w (y, t)(y, t)t over the entries [begin, end), in their order.
template <int EDGE, typename System>
__device__ __forceinline__ void accumulate(float (&a)[EDGE][EDGE], float *staged, long long begin,
                                           long long end, const System &system,
                                           const Tile<EDGE> &tile) {
    for (long long base = begin; base < end; base += STAGED) {
        int count = static_cast<int>(end - base < STAGED ? end - base : STAGED);
        stage<EDGE>(staged, base, count, system, tile);
        __syncthreads();
        rank_update<EDGE, false>(a, staged, count, tile);
        __syncthreads();
    }
}

// The sum over one part of a long row, by a block.
template <int EDGE, typename System>
__device__ __forceinline__ void normal_part(const System &system, const int *part_row,
                                            const long long *part_begin, int part_length,
                                            float *parts) {
    GRAVMF_DYNAMIC_SHARED(float, staged);
    Tile<EDGE> tile(system.unknowns());
    long long begin = part_begin[blockIdx.x];
    long long row_end = system.row_begin[part_row[blockIdx.x] + 1];
    long long end = row_end - begin < part_length ? row_end : begin + part_length;
    float a[EDGE][EDGE];
    begin_zero<EDGE>(a);
    accumulate<EDGE>(a, staged, begin, end, system, tile);
    store_part<EDGE>(a, parts + blockIdx.x * part_size<EDGE>(tile.tiles), tile);
}

} // namespace gravmf
