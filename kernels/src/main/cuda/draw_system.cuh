// A row's system where rows are drawn and not solved: what Gibbs sampling knows of a row x with
// ratings (y, t, w), divided by the ratings' precision tau, for a prior N(m, (tau S)^-1):
//
//     A x = b,    A = sum w y yt + S,    b = sum w t y + S m,    x from N(A^-1 b, (tau A)^-1)
//
// Rows have biases: users are (u, b, 1) and items (v, 1, c). Equations go from the last unknown to
// the first, the bias before the factors: with A = L Lt in that order, x = L^-t (L^-1 b + z /
// sqrt(tau)) is the x that the engine's CPU sampler makes of the same normal numbers z.
//
// So does it of short rows, which it draws by a system of their ratings: those are disturbed
// beforehand, t by delta / sqrt(w tau) and S m by C z / sqrt(tau), S = C Ct, and then solved.
#pragma once

#include "common.cuh"

namespace gravmf {

struct DrawSystem {
    float *factors;
    const int *columns;
    const float *targets;
    const float *weights; // null: all 1
    const long long *row_begin;
    const float *precision; // S, [K][ld]
    const float *root;      // Ct, [K][ld]
    const float *right;     // S m, a row each or one for all, [..][ld]
    const float *normals;   // z of each row of the side, then delta, [..][normals_ld]
    int right_ld;           // ld, or 0
    int normals_ld;
    int longest; // ratings of a row that is disturbed beforehand
    int n, d, ld, items;
    float deviation; // 1 / sqrt(tau)
    // Of a short row, else null.
    const float *delta;       // by entry
    const float *disturbance; // C z / sqrt(tau), by equation

    __device__ __forceinline__ int unknowns() const { return d + 1; }
    __device__ __forceinline__ int column_of(int equation) const {
        return equation == 0 ? d + items : d - equation;
    }
    __device__ __forceinline__ float *row(int r) const {
        return factors + static_cast<long long>(r) * ld;
    }
    __device__ __forceinline__ long long side_row(int r) const { return r - (items ? n : 0); }
    __device__ __forceinline__ const float *others() const {
        return factors + (items ? 0 : static_cast<long long>(n) * ld);
    }
    __device__ __forceinline__ const float *normals_of(int r) const {
        return normals + side_row(r) * normals_ld;
    }
    // The normal number of an equation.
    __device__ __forceinline__ float normal(int r, int equation) const {
        return normals_of(r)[d - equation];
    }
    __device__ __forceinline__ bool is_short(int r) const {
        long long count = row_begin[r + 1] - row_begin[r];
        return count > 0 && count <= longest;
    }
    __device__ __forceinline__ float weight(long long entry) const {
        return weights == nullptr ? 1.f : weights[entry];
    }
    __device__ __forceinline__ float target(long long entry, const float *y) const {
        float t = targets[entry] - y[d + 1 - items];
        return delta == nullptr ? t : t - deviation * delta[entry] / sqrtf(weight(entry));
    }
    __device__ __forceinline__ float unknown(const float *y, int equation) const {
        return equation == 0 ? 1.f : y[d - equation];
    }
    __device__ __forceinline__ float4 load_unknowns(const float *y, int quad) const {
        int k = 4 * quad;
        return make_float4(k <= d ? unknown(y, k) : 0.f, k + 1 <= d ? unknown(y, k + 1) : 0.f,
                           k + 2 <= d ? unknown(y, k + 2) : 0.f,
                           k + 3 <= d ? unknown(y, k + 3) : 0.f);
    }
    // Adds S to four elements of the matrix, or S m to those of the row below it.
    __device__ __forceinline__ float4 with_shared(int r, int k, int l, float4 v) const {
        if (l > d || k > d + 1) {
            return v;
        }
        if (k <= d) {
            return add4(v, load4(precision + static_cast<long long>(k) * ld + l));
        }
        float4 sum = add4(v, load4(right + side_row(r) * right_ld + l));
        return disturbance == nullptr ? sum : add4(sum, load4(disturbance + l));
    }
    __device__ __forceinline__ float ridge(int, int) const { return 0.f; }
    __device__ __forceinline__ double shared_of(int, int i, int j) const {
        return precision[static_cast<long long>(i) * ld + j];
    }
    __device__ __forceinline__ double right_of(int r, int i) const {
        double sum = right[side_row(r) * right_ld + i];
        return disturbance == nullptr ? sum : sum + disturbance[i];
    }
    // Makes the system that of a row; `memory` is shared, of a float for each equation, up to a
    // multiple of 4.
    __device__ __forceinline__ void begin(int r, float *memory) {
        bool disturbed = is_short(r);
        delta = disturbed ? normals_of(r) + unknowns() - row_begin[r] : nullptr;
        disturbance = disturbed ? memory : nullptr;
        if (!disturbed) {
            return;
        }
        for (int l = static_cast<int>(threadIdx.x); l < ld; l += static_cast<int>(blockDim.x)) {
            float sum = 0.f;
            for (int k = 0; k <= l && l <= d; k++) {
                sum = fmaf(root[static_cast<long long>(k) * ld + l], normal(r, k), sum);
            }
            memory[l] = deviation * sum;
        }
        __syncthreads();
    }
};

} // namespace gravmf
