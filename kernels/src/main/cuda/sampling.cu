// What sampling needs beside the rows' draws: the sums that the host draws priors from, the right
// sides that come of features, and averages of predictions over draws.
//
// gravmf_sampled_rows lays a side's rows out as (factors, bias, 1, features), so that one Gram
// matrix of these columns (gravity.cu) holds every sum that a prior's draw takes: of x xt, of x, of
// F xt. The features stand there from the beginning. Bytes: 4 (ld + d + 2) a row; no flops.
//
// gravmf_prior_right: w0 + F_i W, the product of S and a row's mean mu + F_i B, for w0 = S mu and W =
// B S. 2 f K flops a row of f features, 4 (f + ld) bytes; W, 4 (f + 1) ld bytes, from L1.
//
// gravmf_average: 2 ld flops and two rows, 8 ld bytes gathered, for each held-out rating.
#include "common.cuh"

// A thread an element of the first d + 2 columns of a side's rows.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_sampled_rows(const float *factors, float *laid_out, int n, int d, int ld, int items,
                        int rows, int laid_out_ld) {
    long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    long long row = index / (d + 2);
    int column = static_cast<int>(index % (d + 2));
    if (row >= rows) {
        return;
    }
    const float *x = factors + ((items ? n : 0) + row) * ld;
    int from = column == d ? d + items : column;
    laid_out[row * laid_out_ld + column] = column == d + 1 ? 1.f : x[from];
}

// A thread an element.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_prior_right(const float *features, const float *weights, float *right, int rows,
                       int count, int features_ld, int ld) {
    long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    long long row = index / ld;
    int column = static_cast<int>(index % ld);
    if (row >= rows) {
        return;
    }
    const float *of_row = features + row * features_ld;
    float sum = weights[column];
    for (int k = 0; k < count; k++) {
        sum = fmaf(of_row[k], weights[(k + 1LL) * ld + column], sum);
    }
    right[index] = sum;
}

namespace gravmf {

// Lanes that share a rating.
constexpr int AVERAGE_LANES = 8;

} // namespace gravmf

// A warp a segment of a user's held-out ratings, four at a time. Adds this draw's predictions to
// their sums; or, where `errors` is not null, leaves the sum of squared errors of the averages over
// so many draws, of this draw's predictions where that is 0.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_average(const float *factors, const int *columns, const float *targets,
                   const long long *entry_begin, const int *segment_row, float *sums,
                   double *errors, int segments, int draws, int n, int ld) {
    int segment =
        static_cast<int>(blockIdx.x) * gravmf::WARPS + static_cast<int>(threadIdx.x) / gravmf::WARP;
    if (segment >= segments) {
        return;
    }
    int lane = static_cast<int>(threadIdx.x) % gravmf::WARP;
    int place = lane % gravmf::AVERAGE_LANES;
    const float *x = factors + static_cast<long long>(segment_row[segment]) * ld;
    long long end = entry_begin[segment + 1];
    double squares = 0.;
    for (long long base = entry_begin[segment]; base < end;
         base += gravmf::WARP / gravmf::AVERAGE_LANES) {
        long long entry = base + lane / gravmf::AVERAGE_LANES;
        bool present = entry < end;
        const float *y = factors + (n + static_cast<long long>(present ? columns[entry] : 0)) * ld;
        float dot = 0.f;
        for (int k = 4 * place; k < ld; k += 4 * gravmf::AVERAGE_LANES) {
            dot = gravmf::dot4(gravmf::load4(x + k), gravmf::load4(y + k), dot);
        }
        dot = gravmf::sum_lanes<gravmf::AVERAGE_LANES>(dot);
        if (present && place == 0) {
            if (errors == nullptr) {
                sums[entry] += dot;
            } else {
                float prediction = draws == 0 ? dot : sums[entry] / static_cast<float>(draws);
                double error = static_cast<double>(prediction) - targets[entry];
                squares += error * error;
            }
        }
    }
    squares = gravmf::sum_lanes<gravmf::WARP>(squares);
    if (errors != nullptr && lane == 0) {
        errors[segment] = squares;
    }
}
