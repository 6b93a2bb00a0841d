// The least-squares problem of one row while the other side is fixed. For a row x with ratings
// (y, t, w), times N:
//
//     (sum w y yt + gamma G + R) x = sum w t y        G = YtY, gamma = lambda_g N / (n m)
//
// R is diagonal: N times the row's weight in the objective. With biases users are (u, b, 1) and
// items (v, 1, c): a user's unknowns are u and b, y = (v, 1), t is less c; for items the other way
// round. G has zeros in both extra columns.
#pragma once

#include "common.cuh"

namespace gravmf {

struct RowSystem {
    float *factors;
    const int *columns;
    const float *targets;
    const float *weights; // null: all 1
    const long long *row_begin;
    const float *gram;     // of both sides
    const double *penalty; // weight of each row in the objective
    int n, d, ld;
    int items;  // 0: the users' rows are solved, 1: the items'
    int biases; // 0 or 1
    double ratings;
    float gravity;    // gamma
    float bias_ridge; // N times a bias's weight

    // Unknowns of a row, in the order of the equations: factors, then the bias.
    __device__ __forceinline__ int unknowns() const { return d + biases; }
    // Columns of a stored row: its own bias, and where it has a 1 for the other side's bias.
    __device__ __forceinline__ int bias_column() const { return d + items; }
    __device__ __forceinline__ int one_column() const { return d + 1 - items; }
    __device__ __forceinline__ int column_of(int unknown) const {
        return unknown < d ? unknown : bias_column();
    }
    __device__ __forceinline__ float *row(int r) const {
        return factors + static_cast<long long>(r) * ld;
    }
    __device__ __forceinline__ const float *others() const {
        return factors + (items ? 0 : static_cast<long long>(n) * ld);
    }
    __device__ __forceinline__ const float *other_gram() const {
        return gram + (items ? 0 : static_cast<long long>(ld) * ld);
    }
    __device__ __forceinline__ float weight(long long entry) const {
        return weights == nullptr ? 1.f : weights[entry];
    }
    // Four of the other side's row y in the order of the equations; of no meaning beyond them.
    __device__ __forceinline__ float4 load_unknowns(const float *y, int quad) const {
        float4 v = 4 * quad < d ? load4(y + 4 * quad) : zero4();
        return make_float4(4 * quad < d ? v.x : 1.f, 4 * quad + 1 < d ? v.y : 1.f,
                           4 * quad + 2 < d ? v.z : 1.f, 4 * quad + 3 < d ? v.w : 1.f);
    }
    // Adds gamma G to four elements of the matrix.
    __device__ __forceinline__ float4 with_shared(int, int k, int l, float4 v) const {
        return k < d && l < d
                   ? fma4(gravity, load4(other_gram() + static_cast<long long>(k) * ld + l), v)
                   : v;
    }
    // What the unknowns are to predict; y is the other side's row.
    __device__ __forceinline__ float target(long long entry, const float *y) const {
        return biases ? targets[entry] - y[bias_column_of_other()] : targets[entry];
    }
    __device__ __forceinline__ float ridge(int r, int unknown) const {
        return unknown < d ? static_cast<float>(ratings * penalty[r]) : bias_ridge;
    }
    // The same for float64: an unknown's place in y, and what the system begins with.
    __device__ __forceinline__ double unknown(const float *y, int i) const {
        return i < d ? y[i] : 1.;
    }
    __device__ __forceinline__ double shared_of(int r, int i, int j) const {
        double sum = i < d && j < d ? static_cast<double>(gravity) *
                                          other_gram()[static_cast<long long>(i) * ld + j]
                                    : 0.;
        return sum + (i == j ? static_cast<double>(ridge(r, i)) : 0.);
    }
    __device__ __forceinline__ double right_of(int, int) const { return 0.; }

  private:
    __device__ __forceinline__ int bias_column_of_other() const { return d + 1 - items; }
};

} // namespace gravmf
