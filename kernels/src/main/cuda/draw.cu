// Rows drawn from their distribution (draw_system.cuh) by the very Cholesky factor that rows are
// solved by: a block a row, the matrix in registers (normal_tiles.cuh, cholesky.cuh). Between the
// factorisation and the last substitution, z / sqrt(tau) is added to L^-1 b.
//
// Flops of a row with c ratings, K = d + 1: those of solve.cu, c K^2 + K^3 / 3, and of a short row
// K^2 more. Bytes: as there, S once a row from L2 in place of G, and 8 K of normal numbers and of S
// m. A rating's row is read by single floats, for equations go backwards: in the same sectors.
//
// The plain kernel is float64, one block for rows in turn: every row of the plain path, and those
// that float32 lost. Flops: 2 c K^2 + K^3 / 3 in double; bytes as in solve_simple.cu.
//
// Normal numbers come from a launch of their own, gravmf_normals: in float64, some 60 flops each
// with their logarithm and quotient, four a thread; 4 bytes each are written and read once, beside
// 4 K^2 that a row reads of S. Within the draw they would take registers beside the tiles.
#include "cholesky.cuh"
#include "double_rows.cuh"
#include "draw_system.cuh"
#include "philox.cuh"

namespace gravmf {

template <int EDGE>
__device__ __forceinline__ void draw(DrawSystem &system, const int *rows, const float *parts,
                                     const int *row_parts, int long_rows, const LostRows &lost) {
    GRAVMF_DYNAMIC_SHARED(float, dynamic);
    __shared__ float corner[EDGE][EDGE];
    __shared__ int pivot_lost;
    int place = static_cast<int>(blockIdx.x);
    int row = rows[place];
    int unknowns = system.unknowns();
    Tile<EDGE> tile(unknowns);
    CholeskyShared<EDGE> shared{dynamic, dynamic + STAGED * tile.stride(), corner, &pivot_lost};
    // Read before the first rating is staged, and `values` is written to only after the last.
    system.begin(row, shared.values);
    float a[EDGE][EDGE];
    if (place < long_rows) {
        begin_row<EDGE>(a, row, parts + row_parts[place] * part_size<EDGE>(tile.tiles), system,
                        tile);
    } else {
        begin_row<EDGE>(a, row, nullptr, system, tile);
        accumulate<EDGE>(a, dynamic, system.row_begin[row], system.row_begin[row + 1], system,
                         tile);
    }
    if (!factor<EDGE>(a, unknowns, shared, tile)) {
        if (threadIdx.x == 0) {
            lost.add(row, system.items);
        }
        return;
    }
    if (system.disturbance == nullptr) {
        for (int k = static_cast<int>(threadIdx.x); k < unknowns;
             k += static_cast<int>(blockDim.x)) {
            shared.values[k] = fmaf(system.deviation, system.normal(row, k), shared.values[k]);
        }
        __syncthreads();
    }
    substitute<EDGE>(a, unknowns, shared, tile);
    float *x = system.row(row);
    for (int k = static_cast<int>(threadIdx.x); k < unknowns; k += static_cast<int>(blockDim.x)) {
        x[system.column_of(k)] = shared.values[k];
    }
}

} // namespace gravmf

#define GRAVMF_DRAW(D)                                                                            \
    extern "C" __global__ void __launch_bounds__(gravmf::ExactTile<D>::threads)                   \
        gravmf_draw_parts_##D(                                                                    \
        float *factors, const int *columns, const float *targets, const float *weights,           \
        const long long *row_begin, const int *part_row, const long long *part_begin,             \
        int part_length, float *parts, int n, int d, int ld, int items) {                         \
        constexpr int EDGE = gravmf::ExactTile<D>::edge;                                          \
        gravmf::DrawSystem system{factors, columns, targets, weights, row_begin, nullptr, nullptr, \
                                  nullptr, nullptr, 0, 0, 0, n, d, ld, items, 0.f, nullptr,       \
                                  nullptr};                                                       \
        gravmf::normal_part<EDGE>(system, part_row, part_begin, part_length, parts);              \
    }                                                                                             \
    extern "C" __global__ void __launch_bounds__(gravmf::ExactTile<D>::threads)                   \
        gravmf_draw_##D(                                                                          \
        float *factors, const int *columns, const float *targets, const float *weights,           \
        const long long *row_begin, const float *precision, const float *root,                    \
        const float *right, const float *normals, const int *rows, const float *parts,            \
        const int *row_parts, int long_rows, int *lost_rows, int *lost_counts,                    \
        const int *counter, int right_ld, int normals_ld, int longest, int n, int d, int ld,      \
        int items, float deviation) {                                                             \
        constexpr int EDGE = gravmf::ExactTile<D>::edge;                                          \
        gravmf::DrawSystem system{factors, columns, targets, weights, row_begin, precision, root, \
                                  right, normals, right_ld, normals_ld, longest, n, d, ld, items, \
                                  deviation, nullptr, nullptr};                                   \
        gravmf::draw<EDGE>(system, rows, parts, row_parts, long_rows,                             \
                           {lost_rows, lost_counts, counter});                                    \
    }
GRAVMF_FOR_EACH_EXACT_WIDTH(GRAVMF_DRAW)

// Rows rows[0] to rows[count - 1]; count is *listed where that is not null. A matrix that is
// singular in float64 too, which no prior leaves, makes a row of NaN: the loss says so.
extern "C" __global__ void __launch_bounds__(gravmf::SIMPLE_BLOCK, 1)
    gravmf_draw_simple(float *factors, const int *columns, const float *targets,
                       const float *weights, const long long *row_begin, const float *precision,
                       const float *root, const float *right, const float *normals,
                       const int *rows, int given, const int *lost_counts, const int *counter,
                       double *matrices, int right_ld, int normals_ld, int longest, int n, int d,
                       int ld, int items, float deviation) {
    __shared__ double vectors[3][gravmf::MOST_UNKNOWNS];
    __shared__ float disturbance[gravmf::MOST_UNKNOWNS + 3];
    gravmf::DrawSystem system{factors,  columns, targets,    weights, row_begin, precision, root,
                              right,    normals, right_ld,   normals_ld, longest, n,        d,
                              ld,       items,   deviation,  nullptr, nullptr};
    int size = system.unknowns();
    gravmf::DoubleSystem s{size,       matrices + static_cast<long long>(blockIdx.x) * size * size,
                           vectors[0], vectors[1],
                           vectors[2], nullptr,
                           nullptr};
    int count = lost_counts == nullptr ? given : lost_counts[2 * *counter + items];
    for (int place = static_cast<int>(blockIdx.x); place < count;
         place += static_cast<int>(gridDim.x)) {
        int row = rows[place];
        system.begin(row, disturbance);
        gravmf::make_system(s, system, row);
        bool sound = gravmf::factor_double(s);
        if (sound) {
            gravmf::substitute_forward(s);
            for (int k = static_cast<int>(threadIdx.x);
                 k < size && system.disturbance == nullptr; k += gravmf::SIMPLE_BLOCK) {
                s.right[k] += static_cast<double>(deviation) * system.normal(row, k);
            }
            __syncthreads();
            gravmf::substitute_back(s);
        }
        for (int k = static_cast<int>(threadIdx.x); k < size; k += gravmf::SIMPLE_BLOCK) {
            system.row(row)[system.column_of(k)] =
                sound ? static_cast<float>(s.x[k]) : nanf("");
        }
        __syncthreads();
    }
}

// Normal numbers 4 q to 4 q + 3 of a row by a thread: those of the counter (q, row, sweep, stream).
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_normals(float *normals, long long rows, int ld, long long seed, int sweep, int stream) {
    long long quad = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    long long row = quad / (ld / 4);
    if (row >= rows) {
        return;
    }
    uint4 words = gravmf::philox(static_cast<unsigned long long>(seed),
                                 make_uint4(static_cast<unsigned>(quad % (ld / 4)),
                                            static_cast<unsigned>(row),
                                            static_cast<unsigned>(sweep),
                                            static_cast<unsigned>(stream)));
    gravmf::store4(normals + 4 * quad,
                   make_float4(gravmf::normal_of(words.x), gravmf::normal_of(words.y),
                               gravmf::normal_of(words.z), gravmf::normal_of(words.w)));
}
