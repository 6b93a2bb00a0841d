// Prediction errors and their gradient, sparse.
//
//     e_ij = u_i . v_j - (r_ij - mean)
//     g(u_i) = sum over i's ratings of e_ij v_j       g(v_j) = sum over j's ratings of e_ij u_i
//
// (the factor 2/N is applied by whoever uses g). Both sides in one launch: rows 0..n-1 are users,
// the rest items, and each rating is met twice, once on each side. The dot product is computed on
// both sides: the other row has to be fetched for the sum anyway, and so neither side waits for
// the other.
//
// Bytes of a launch: 2N ratings, each a gathered row of 4 ld bytes and 8 bytes of column and
// target; a segment adds its own row, its partial gradient (4 ld each) and 28 bytes. ml-100k
// (N = 80 000, d = 100): 64 MB gathered from L2, less what L1 catches, + 1.3 MB + 5 MB. No cache
// saves the columns, the targets, one read of each factor and one write of each partial.
// Flops: 4 d for each of 2N ratings: 64 MFLOP, one for each byte gathered: bound by bytes.
#include "sparse_error.cuh"

// A warp a segment, in the table's order. 256 threads: small enough that a finished block is
// replaced soon, and two or more blocks share a multiprocessor, which hides the gathers' latency.
#define GRAVMF_SPARSE(D)                                                                           \
    extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)                                    \
        gravmf_sparse_##D(const float *factors, const int *columns, const float *targets,          \
                          const long long *entry_begin, const int *segment_row, float *partials,   \
                          double *sse, int segments, int n, int ld) {                              \
        long long segment =                                                                        \
            static_cast<long long>(blockIdx.x) * gravmf::WARPS + threadIdx.x / gravmf::WARP;       \
        if (segment < segments) {                                                                  \
            long long begin = entry_begin[segment];                                                \
            gravmf::sparse_unit<D>(static_cast<int>(segment), segment_row[segment], begin,         \
                                   static_cast<int>(entry_begin[segment + 1] - begin), factors,    \
                                   {columns, targets, partials, sse}, n, ld);                      \
        }                                                                                          \
    }
GRAVMF_FOR_EACH_WIDTH(GRAVMF_SPARSE)

// The simple version: a thread a row, any d. Gradients of whole rows, no segments.
extern "C" __global__ void __launch_bounds__(gravmf::SIMPLE_BLOCK)
    gravmf_sparse_simple(const float *factors, const int *columns, const float *targets,
                         const long long *row_begin, float *gradient, double *row_sse, int n, int m,
                         int d, int ld) {
    long long row = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row >= static_cast<long long>(n) + m) {
        return;
    }
    const float *x = factors + row * ld;
    const float *others = factors + (row < n ? static_cast<long long>(n) * ld : 0);
    float *g = gradient + row * ld;
    for (int k = 0; k < ld; k++) {
        g[k] = 0.f;
    }
    double squares = 0.;
    for (long long entry = row_begin[row]; entry < row_begin[row + 1]; entry++) {
        const float *y = others + static_cast<long long>(columns[entry]) * ld;
        float error = -targets[entry];
        for (int k = 0; k < d; k++) {
            error = fmaf(x[k], y[k], error);
        }
        squares += static_cast<double>(error) * error;
        for (int k = 0; k < d; k++) {
            g[k] = fmaf(error, y[k], g[k]);
        }
    }
    row_sse[row] = squares;
}
