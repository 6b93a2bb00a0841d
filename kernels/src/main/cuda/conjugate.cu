// Rows solved by some steps of conjugate gradients from the row as it was (Takacs, Pilaszy & Tikk
// 2011), without the matrix:
//
//     A p = sum w y (y . p) + gamma G p + R p
//
// A block a row, of one, four or eight warps by the row's length; each warp sums a stretch of the
// ratings and a stretch of G's rows, and the stretches are added in their order. Vectors are in
// shared memory: (4 + warps) ld floats at most.
//
// Flops of a step: 4 c ld + 2 d^2 a row with c ratings; the residual that the first step begins
// with costs as much as a step. Bytes of a step: c gathered rows of 4 ld bytes and 4 d^2 bytes of
// G from L1 or L2: ml-100k at d = 100 64 MB + 105 MB a step of both sides, one flop a byte: bound
// by the caches.
#include "row_system.cuh"
#include "weighted.cuh"

namespace gravmf {

// Float32 sums of ratings are this long, then added up.
constexpr int CONJUGATE_RUN = 1024;

// Below this share of the first residual's square, what is left of it is rounding.
constexpr float LEAST_RESIDUAL = 1e-12f;

// A block's vectors, each of ld floats but for the partial sums, of which each warp has a row.
struct ConjugateShared {
    float *x;
    float *residual;
    float *direction;
    float *product;
    float *partial;
};

// A warp's stretch of sum w (v . y - t) y + gamma G v, to its row of the partial sums.
template <int D>
__device__ __forceinline__ void partial_product(const float *v, const RowSystem &system,
                                                const WeightedRatings &ratings, long long begin,
                                                long long end, float *to) {
    using Lanes = Division<D>;
    int quads = system.ld / 4;
    int lane = threadIdx.x % WARP;
    int warp = static_cast<int>(threadIdx.x) / WARP;
    int warps = static_cast<int>(blockDim.x) / WARP;
    long long stretch = ((end - begin - 1) / (warps * WARP) + 1) * WARP;
    long long first = begin + warp * stretch;
    long long last = first + stretch < end ? first + stretch : end;
    float4 x[Lanes::quads];
    load_row<D>(x, v, quads);
    for (long long run = first; run == first || run < last; run += CONJUGATE_RUN) {
        float4 sum[Lanes::quads];
#pragma unroll
        for (int q = 0; q < Lanes::quads; q++) {
            sum[q] = zero4();
        }
        weighted_sum<D>(sum, x, system.others(), ratings, run,
                        last - run < CONJUGATE_RUN ? last : run + CONJUGATE_RUN, quads);
        store_sum<D>(sum, to, quads, run > first);
        __syncwarp();
    }
    int rows = (system.d - 1) / warps + 1;
    int row_end = (warp + 1) * rows < system.d ? (warp + 1) * rows : system.d;
    const float *gram = system.other_gram();
    for (int quad = lane; 4 * quad < system.d; quad += WARP) {
        float4 sum = zero4();
#pragma unroll 8
        for (int k = warp * rows; k < row_end; k++) {
            sum = fma4(v[k], load4(gram + static_cast<long long>(k) * system.ld + 4 * quad), sum);
        }
        store4(to + 4 * quad, fma4(system.gravity, sum, load4(to + 4 * quad)));
    }
}

// Column c of the sum of all partial sums, and of R v; 0 where there is no unknown.
__device__ __forceinline__ float column_of_product(int c, const float *v, int row,
                                                   const RowSystem &system, const float *partial) {
    bool bias = system.biases != 0 && c == system.bias_column();
    if (c >= system.d && !bias) {
        return 0.f;
    }
    float sum = system.ridge(row, bias ? system.d : c) * v[c];
    for (int warp = 0; warp < static_cast<int>(blockDim.x) / WARP; warp++) {
        sum += partial[warp * system.ld + c];
    }
    return sum;
}

// By every warp alike.
__device__ __forceinline__ float dot_shared(const float *a, const float *b, int ld) {
    float sum = 0.f;
    for (int c = static_cast<int>(threadIdx.x) % WARP; c < ld; c += WARP) {
        sum = fmaf(a[c], b[c], sum);
    }
    return sum_lanes<WARP>(sum);
}

template <int D>
__device__ __forceinline__ void conjugate(const RowSystem &system, const int *rows, int steps) {
    GRAVMF_DYNAMIC_SHARED(float, dynamic);
    int ld = system.ld;
    ConjugateShared s{dynamic, dynamic + ld, dynamic + 2 * ld, dynamic + 3 * ld,
                      dynamic + CONJUGATE_VECTORS * ld};
    int row = rows[blockIdx.x];
    float *stored = system.row(row);
    long long begin = system.row_begin[row];
    long long end = system.row_begin[row + 1];
    int thread = static_cast<int>(threadIdx.x);
    int threads = static_cast<int>(blockDim.x);
    float *own = s.partial + thread / WARP * ld;
    for (int c = thread; c < ld; c += threads) {
        s.x[c] = begin == end ? 0.f : stored[c];
    }
    __syncthreads();
    float squares = 0.f;
    float enough = 0.f;
    // Step -1 makes the residual at the old row.
    for (int step = -1; step < steps && begin < end; step++) {
        bool first = step < 0;
        const float *v = first ? s.x : s.direction;
        partial_product<D>(v, system,
                           {system.columns, first ? system.targets : nullptr, system.weights},
                           begin, end, own);
        __syncthreads();
        for (int c = thread; c < ld; c += threads) {
            s.product[c] = column_of_product(c, v, row, system, s.partial);
        }
        __syncthreads();
        float curvature = first ? 1.f : dot_shared(s.direction, s.product, ld);
        if (!(curvature > 0.f)) {
            break; // in every thread: all have the same bits
        }
        float length = squares / curvature;
        for (int c = thread; c < ld; c += threads) {
            s.x[c] = first ? s.x[c] : fmaf(length, s.direction[c], s.x[c]);
            s.residual[c] = first ? -s.product[c] : fmaf(-length, s.product[c], s.residual[c]);
        }
        __syncthreads();
        float left = dot_shared(s.residual, s.residual, ld);
        enough = first ? LEAST_RESIDUAL * left : enough;
        if (!(left > enough)) {
            break;
        }
        float kept = left / squares;
        squares = left;
        for (int c = thread; c < ld; c += threads) {
            s.direction[c] = first ? s.residual[c] : fmaf(kept, s.direction[c], s.residual[c]);
        }
        __syncthreads();
    }
    for (int k = thread; k < system.unknowns(); k += threads) {
        int c = system.column_of(k);
        stored[c] = s.x[c];
    }
}

} // namespace gravmf

#define GRAVMF_CONJUGATE(D)                                                                        \
    extern "C" __global__ void __launch_bounds__(gravmf::BLOCK, 1) gravmf_conjugate_##D(           \
        float *factors, const int *columns, const float *targets, const float *weights,            \
        const long long *row_begin, const float *gram, const double *penalty, const int *rows,     \
        int steps, int n, int d, int ld, int items, int biases, double ratings, float gravity,     \
        float bias_ridge) {                                                                        \
        gravmf::conjugate<D>({factors, columns, targets, weights, row_begin, gram, penalty, n, d,  \
                              ld, items, biases, ratings, gravity, bias_ridge},                    \
                             rows, steps);                                                         \
    }
GRAVMF_FOR_EACH_WIDTH(GRAVMF_CONJUGATE)

// The simple version: a thread a row, vectors in global memory, all in float64.
extern "C" __global__ void __launch_bounds__(gravmf::SIMPLE_BLOCK)
    gravmf_conjugate_simple(float *factors, const int *columns, const float *targets,
                            const float *weights, const long long *row_begin, const float *gram,
                            const double *penalty, const int *rows, int count, int steps,
                            double *vectors, int n, int d, int ld, int items, int biases,
                            double ratings, float gravity, float bias_ridge) {
    long long place = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (place >= count) {
        return;
    }
    gravmf::RowSystem system{factors, columns, targets, weights, row_begin, gram,    penalty,   n,
                             d,       ld,      items,   biases,  ratings,   gravity, bias_ridge};
    int row = rows[place];
    int size = system.unknowns();
    double *x = vectors + gravmf::CONJUGATE_VECTORS * place * size;
    double *residual = x + size;
    double *direction = residual + size;
    double *product = direction + size;
    long long begin = row_begin[row];
    long long end = row_begin[row + 1];
    double squares = 0.;
    double enough = 0.;
    // Step -1 makes the residual at the old row.
    for (int step = -1; step < steps && begin < end; step++) {
        const double *v = step < 0 ? x : direction;
        for (int k = 0; k < size; k++) {
            if (step < 0) {
                x[k] = system.row(row)[system.column_of(k)];
            }
            product[k] = 0.;
        }
        for (long long entry = begin; entry < end; entry++) {
            const float *y = system.others() + static_cast<long long>(columns[entry]) * ld;
            double error = step < 0 ? -static_cast<double>(system.target(entry, y)) : 0.;
            for (int k = 0; k < size; k++) {
                error += v[k] * (k < d ? y[k] : 1.);
            }
            for (int k = 0; k < size; k++) {
                product[k] += system.weight(entry) * error * (k < d ? y[k] : 1.);
            }
        }
        double curvature = 0.;
        for (int k = 0; k < size; k++) {
            for (int l = 0; l < d && k < d; l++) {
                product[k] += static_cast<double>(gravity) *
                              system.other_gram()[static_cast<long long>(k) * ld + l] * v[l];
            }
            product[k] += system.ridge(row, k) * v[k];
            curvature += v[k] * product[k];
        }
        if (step >= 0 && !(squares > enough && curvature > 0.)) {
            break;
        }
        double left = 0.;
        for (int k = 0; k < size; k++) {
            double length = step < 0 ? 0. : squares / curvature;
            x[k] += step < 0 ? 0. : length * direction[k];
            residual[k] = step < 0 ? -product[k] : residual[k] - length * product[k];
            left += residual[k] * residual[k];
        }
        for (int k = 0; k < size; k++) {
            direction[k] = residual[k] + (step < 0 ? 0. : left / squares * direction[k]);
        }
        squares = left;
        enough = step < 0 ? gravmf::LEAST_RESIDUAL * left : enough;
    }
    for (int k = 0; k < size; k++) {
        system.row(row)[system.column_of(k)] = begin < end ? static_cast<float>(x[k]) : 0.f;
    }
}
