// Gravity as the notebook has it, over all n x m pairs, but never stored: the independent check of
// the Gram identity, and the benchmark's baseline.
//
//     product(x) = sum over all y of the other side of (x . y) y
//     gravity_rows(x) = sum over all y of (x . y)^2
//
// Flops: 4 n m d a side, 8 n m d for both: 1.3 GFLOP with ml-100k at d = 100, 16 times the
// Gram form's. Bytes: the tiled version reads the other side once for each block of rows: 4 ld n m
// / rows-per-block a side.
#include "common.cuh"

namespace gravmf {

// A group of lanes a row: the rows of a block share each tile of the other side.
template <int D>
__device__ __forceinline__ void dense_gravity(const float *factors, float *product,
                                              double *gravity_rows, int n, int m, int ld) {
    using Lanes = Division<D>;
    constexpr int ROWS = Lanes::rows_of_block;
    GRAVMF_DYNAMIC_SHARED(float, tile);
    int quads = ld / 4;
    int user_blocks = (n - 1) / ROWS + 1;
    bool user = static_cast<int>(blockIdx.x) < user_blocks;
    int side_rows = user ? n : m;
    int other_rows = user ? m : n;
    int row =
        static_cast<int>(blockIdx.x - (user ? 0 : user_blocks)) * ROWS + threadIdx.x / Lanes::lanes;
    bool present = row < side_rows;
    long long index = (user ? 0LL : n) + (present ? row : side_rows - 1);
    const float *others = factors + (user ? static_cast<long long>(n) * ld : 0);
    int place = threadIdx.x % Lanes::lanes;

    float4 x[Lanes::quads];
    load_row<D>(x, factors + index * ld, quads);
    float4 sum[Lanes::quads];
#pragma unroll
    for (int q = 0; q < Lanes::quads; q++) {
        sum[q] = zero4();
    }
    double squares = 0.;
    for (int first = 0; first < other_rows; first += DENSE_TILE) {
        int count = other_rows - first < DENSE_TILE ? other_rows - first : DENSE_TILE;
        __syncthreads();
        for (int quad = threadIdx.x; quad < count * quads; quad += BLOCK) {
            store4(tile + 4 * quad, load4(others + static_cast<long long>(first) * ld + 4 * quad));
        }
        __syncthreads();
        for (int k = 0; k < count; k++) {
            float4 y[Lanes::quads];
            load_row<D>(y, tile + k * ld, quads);
            float dot = dot_rows<D>(x, y);
            if (place == k % Lanes::lanes) {
                squares += static_cast<double>(dot) * dot;
            }
#pragma unroll
            for (int q = 0; q < Lanes::quads; q++) {
                sum[q] = fma4(dot, y[q], sum[q]);
            }
        }
    }
    squares = sum_lanes<Lanes::lanes>(squares);
    if (present) {
#pragma unroll
        for (int q = 0; q < Lanes::quads; q++) {
            int quad = place + q * Lanes::lanes;
            if (quad < quads) {
                store4(product + index * ld + 4 * quad, sum[q]);
            }
        }
        if (place == 0) {
            gravity_rows[index] = squares;
        }
    }
}

} // namespace gravmf

#define GRAVMF_DENSE_GRAVITY(D)                                                                    \
    extern "C" __global__ void __launch_bounds__(gravmf::BLOCK) gravmf_dense_gravity_##D(          \
        const float *factors, float *product, double *gravity_rows, int n, int m, int d, int ld) { \
        gravmf::dense_gravity<D>(factors, product, gravity_rows, n, m, ld);                        \
    }
GRAVMF_FOR_EACH_WIDTH(GRAVMF_DENSE_GRAVITY)

// The simple version: a thread a row.
extern "C" __global__ void __launch_bounds__(gravmf::SIMPLE_BLOCK)
    gravmf_dense_gravity_simple(const float *factors, float *product, double *gravity_rows, int n,
                                int m, int d, int ld) {
    long long row = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row >= static_cast<long long>(n) + m) {
        return;
    }
    const float *x = factors + row * ld;
    const float *others = factors + (row < n ? static_cast<long long>(n) * ld : 0);
    int other_rows = row < n ? m : n;
    float *sum = product + row * ld;
    for (int k = 0; k < ld; k++) {
        sum[k] = 0.f;
    }
    double squares = 0.;
    for (int j = 0; j < other_rows; j++) {
        const float *y = others + static_cast<long long>(j) * ld;
        float dot = 0.f;
        for (int k = 0; k < d; k++) {
            dot = fmaf(x[k], y[k], dot);
        }
        squares += static_cast<double>(dot) * dot;
        for (int k = 0; k < d; k++) {
            sum[k] = fmaf(dot, y[k], sum[k]);
        }
    }
    gravity_rows[row] = squares;
}
