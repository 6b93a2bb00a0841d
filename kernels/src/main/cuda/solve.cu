// Rows solved exactly: normal equations, Cholesky and substitution of a row by one block, in one
// launch, with the matrix in registers (normal_tiles.cuh).
//
//     (sum w y yt + gamma G + R) x = sum w t y
//
// A block has a thread for each tile of the lower triangle, so A needs no shared memory at all,
// and d = 256 (a triangle of 132 KB) runs on every architecture alike; what shared memory holds is
// 16 ratings or a panel: 64 (K + 1) bytes and less than 2 KB more, K = d, or d + 1 with a bias.
// 91 tiles with d = 100: blocks of 96 threads, six of which fill a multiprocessor's registers and
// hide each other's panels. Rows of more ratings than a part has are cut into parts, whose sums
// other blocks have made before (gravmf_normal), and others have added in their order in double
// (gravmf_add_parts). Longest rows first, so that the last blocks are short ones.
//
// Flops of a row with c ratings: c K^2 + K^3 / 3; as executed, in whole tiles, (c + 2/3 K) E^2
// t (t + 1) and less, t = ceil((K + 1) / E). ml-100k, d = 100: 1.6 GFLOP of rank-one terms and
// 0.9 GFLOP of factors a sweep (1.9 and 1.1 as executed).
// Bytes: each rating a gathered row of 4 ld bytes (64 MB a sweep with ml-100k, 160 000 of them), G
// once a row from L2 (2 ld^2: 53 MB), each part of a long row 4 E^2 t (t + 1) / 2 written and
// read. 20 flops a byte: bound by arithmetic.
#include "cholesky.cuh"

namespace gravmf {

template <int EDGE>
__device__ __forceinline__ void solve(const RowSystem &system, const int *rows, const float *parts,
                                      const int *row_parts, int long_rows, const LostRows &lost) {
    GRAVMF_DYNAMIC_SHARED(float, dynamic);
    __shared__ float corner[EDGE][EDGE];
    __shared__ int pivot_lost;
    int place = static_cast<int>(blockIdx.x);
    int row = rows[place];
    int unknowns = system.unknowns();
    float *x = system.row(row);
    long long begin = system.row_begin[row];
    long long end = system.row_begin[row + 1];
    if (begin == end) {
        for (int k = static_cast<int>(threadIdx.x); k < unknowns; k += static_cast<int>(blockDim.x)) {
            x[system.column_of(k)] = 0.f;
        }
        return;
    }
    Tile<EDGE> tile(unknowns);
    CholeskyShared<EDGE> shared{dynamic, dynamic + STAGED * tile.stride(), corner, &pivot_lost};
    float a[EDGE][EDGE];
    if (place < long_rows) {
        begin_row<EDGE>(a, row, parts + row_parts[place] * part_size<EDGE>(tile.tiles), system,
                        tile);
    } else {
        begin_row<EDGE>(a, row, nullptr, system, tile);
        accumulate<EDGE>(a, dynamic, begin, end, system, tile);
    }
    if (!factor<EDGE>(a, unknowns, shared, tile)) {
        if (threadIdx.x == 0) {
            lost.add(row, system.items);
        }
        return;
    }
    substitute<EDGE>(a, unknowns, shared, tile);
    for (int k = static_cast<int>(threadIdx.x); k < unknowns; k += static_cast<int>(blockDim.x)) {
        x[system.column_of(k)] = shared.values[k];
    }
}

} // namespace gravmf

#define GRAVMF_SOLVE(D)                                                                           \
    extern "C" __global__ void __launch_bounds__(gravmf::ExactTile<D>::threads)                   \
        gravmf_normal_##D(                                                                        \
        float *factors, const int *columns, const float *targets, const float *weights,           \
        const long long *row_begin, const int *part_row, const long long *part_begin,             \
        int part_length, float *parts, int n, int d, int ld, int items, int biases) {             \
        constexpr int EDGE = gravmf::ExactTile<D>::edge;                                          \
        gravmf::RowSystem system{factors, columns, targets, weights, row_begin, nullptr, nullptr, \
                                 n, d, ld, items, biases, 0., 0.f, 0.f};                          \
        gravmf::normal_part<EDGE>(system, part_row, part_begin, part_length, parts);              \
    }                                                                                             \
    extern "C" __global__ void __launch_bounds__(gravmf::ExactTile<D>::threads)                   \
        gravmf_solve_##D(                                                                         \
        float *factors, const int *columns, const float *targets, const float *weights,           \
        const long long *row_begin, const float *gram, const double *penalty, const int *rows,    \
        const float *parts, const int *row_parts, int long_rows, int *lost_rows,                  \
        int *lost_counts, const int *counter, int n, int d, int ld, int items, int biases,        \
        double ratings, float gravity, float bias_ridge) {                                        \
        constexpr int EDGE = gravmf::ExactTile<D>::edge;                                          \
        gravmf::solve<EDGE>({factors, columns, targets, weights, row_begin, gram, penalty, n, d,  \
                             ld, items, biases, ratings, gravity, bias_ridge},                    \
                            rows, parts, row_parts, long_rows,                                    \
                            {lost_rows, lost_counts, counter});                                   \
    }
GRAVMF_FOR_EACH_EXACT_WIDTH(GRAVMF_SOLVE)

// The parts of a long row, added in place of its first: a thread 16 bytes. Grid: (long rows, vectors
// of a part over BLOCK).
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_add_parts(float *parts, const int *row_parts, int size) {
    long long vector = 4 * (static_cast<long long>(blockIdx.y) * blockDim.x + threadIdx.x);
    if (vector >= size) {
        return;
    }
    int begin = row_parts[blockIdx.x];
    int end = row_parts[blockIdx.x + 1];
    double sum[4] = {0., 0., 0., 0.};
#pragma unroll 4
    for (int part = begin; part < end; part++) {
        float4 v = gravmf::load4(parts + static_cast<long long>(part) * size + vector);
        sum[0] += v.x;
        sum[1] += v.y;
        sum[2] += v.z;
        sum[3] += v.w;
    }
    gravmf::store4(parts + static_cast<long long>(begin) * size + vector,
                   make_float4(static_cast<float>(sum[0]), static_cast<float>(sum[1]),
                               static_cast<float>(sum[2]), static_cast<float>(sum[3])));
}
