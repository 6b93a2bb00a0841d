// Gravity without the n x m matrix: Gram matrices.
//
//     G_U = UtU, G_V = VtV (d x d)       sum over all pairs of (u_i . v_j)^2 = <G_U, G_V>
//     its gradient by U: 2 U G_V, by V: 2 V G_U
//
// (Hu, Koren & Volinsky 2008; Krichene et al. 2018.) Stage 1 makes the tiles on and below the
// diagonal of each row chunk's matrix, stage 2 adds the chunks in double in a fixed order. The
// product X G is in update.cuh, where its result is used.
//
// Flops: 2048 (n + m) pairs, pairs = t (t + 1) / 2 for t = ceil(d / 32): 54 MFLOP with ml-100k at
// d = 100 (10 pairs; without the padding to 32 and the whole tiles on the diagonal 26).
// Bytes: each tile reads 64 columns of its rows, 256 (n + m) pairs, from L1 mostly; the factors
// come once from beyond, 4 (n + m) ld. Partials: 4096 gramUnits written and read once (ml-100k:
// 83 chunks x 10 pairs, 3.4 MB).
#include "gravity.cuh"

// A warp a tile of a chunk: no barrier, no shared memory; 83 x 10 warps with ml-100k, at most about
// 4 096 a side.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_gram_partial(const float *factors, float *gram_partials, int n, int m, int d, int ld,
                        int chunk_rows_users, int chunk_rows_items) {
    gravmf::GramShape shape{n, m, d, ld, chunk_rows_users, chunk_rows_items};
    int unit =
        static_cast<int>(blockIdx.x) * gravmf::WARPS + static_cast<int>(threadIdx.x) / gravmf::WARP;
    if (unit < shape.units()) {
        gravmf::gram_unit<4>(unit, factors, gram_partials, shape);
    }
}

static_assert(gravmf::GRAM_TILE * gravmf::GRAM_TILE * gravmf::GRAM_LANES % gravmf::BLOCK == 0,
              "a block is of one tile");

// GRAM_LANES lanes an element, always whole blocks. Also counts epochs, since nothing beside it reads
// the counter.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_gram_reduce(const float *gram_partials, float *gram, int *counter, int n, int m, int d,
                       int ld, int chunk_rows_users, int chunk_rows_items) {
    gravmf::GramShape shape{n, m, d, ld, chunk_rows_users, chunk_rows_items};
    int quarter = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    gravmf::gram_reduce_quarter(quarter, gram_partials, gram, shape);
    if (quarter == 0 && counter != nullptr) {
        *counter += 1;
    }
}

// The simple version: a thread an element, all rows, in double.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_gram_simple(const float *factors, float *gram, int n, int m, int d, int ld) {
    int i = static_cast<int>(blockIdx.y * blockDim.y + threadIdx.y);
    int j = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    bool user = blockIdx.z == 0;
    if (i >= ld || j >= ld) {
        return;
    }
    const float *x = factors + (user ? 0 : static_cast<long long>(n) * ld);
    int rows = user ? n : m;
    double sum = 0.;
    if (i < d && j < d) {
        for (int row = 0; row < rows; row++) {
            const float *values = x + static_cast<long long>(row) * ld;
            sum += static_cast<double>(values[i]) * values[j];
        }
    }
    gram[(user ? 0 : static_cast<long long>(ld) * ld) + static_cast<long long>(i) * ld + j] =
        static_cast<float>(sum);
}

// The simple product X G: a thread an element.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_product_simple(const float *factors, const float *gram, float *product, int n, int m,
                          int d, int ld) {
    long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    long long row = index / ld;
    int j = static_cast<int>(index % ld);
    if (row >= static_cast<long long>(n) + m) {
        return;
    }
    const float *other = gram + (row < n ? static_cast<long long>(ld) * ld : 0);
    float sum = 0.f;
    for (int k = 0; k < d; k++) {
        sum = fmaf(factors[row * ld + k], other[static_cast<long long>(k) * ld + j], sum);
    }
    product[index] = sum;
}
