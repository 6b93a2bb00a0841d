// A row's system in float64 in global memory: Cholesky column by column, substitutions. What the
// fast kernels are held against, and what is left for the rows that float32 loses.
#pragma once

#include "row_system.cuh"

namespace gravmf {

constexpr int MOST_UNKNOWNS = 257;
// Below this share of its diagonal element, a pivot is the rounding of sums in float64.
constexpr double LOWEST_PIVOT_DOUBLE = 1e-12;

// A in the upper triangle, its factor below; vectors of K.
struct DoubleSystem {
    int size;
    double *matrix;
    double *inverse_roots; // of the pivots: the reciprocals of the factor's diagonal
    double *right;
    double *x;
    double *direction;
    double *product;

    __device__ __forceinline__ double &a(int i, int j) const {
        return i < j ? matrix[i * size + j] : matrix[j * size + i];
    }
    __device__ __forceinline__ double &factor(int i, int j) const {
        return matrix[i * size + j]; // i > j
    }
};

template <typename System>
__device__ inline void make_system(const DoubleSystem &s, const System &system, int row) {
    for (int e = static_cast<int>(threadIdx.x); e < s.size * (s.size + 1); e += SIMPLE_BLOCK) {
        int i = e / (s.size + 1);
        int j = e % (s.size + 1); // the last one is the right-hand side
        if (j < i) {
            continue;
        }
        bool right = j == s.size;
        double sum = right ? system.right_of(row, i) : system.shared_of(row, i, j);
        for (long long entry = system.row_begin[row]; entry < system.row_begin[row + 1]; entry++) {
            const float *y =
                system.others() + static_cast<long long>(system.columns[entry]) * system.ld;
            double first = system.unknown(y, i);
            double second = right ? system.target(entry, y) : system.unknown(y, j);
            sum += system.weight(entry) * first * second;
        }
        if (right) {
            s.right[i] = sum;
        } else {
            s.a(i, j) = sum;
        }
    }
    __syncthreads();
}

// False, in every thread, where the matrix is singular.
__device__ inline bool factor_double(const DoubleSystem &s) {
    for (int c = 0; c < s.size; c++) {
        for (int r = c + static_cast<int>(threadIdx.x); r < s.size; r += SIMPLE_BLOCK) {
            double sum = s.a(c, r);
            for (int k = 0; k < c; k++) {
                sum -= s.factor(r, k) * s.factor(c, k);
            }
            (r == c ? s.inverse_roots[c] : s.factor(r, c)) = sum;
        }
        __syncthreads();
        double pivot = s.inverse_roots[c]; // not yet inverted
        if (!(pivot > LOWEST_PIVOT_DOUBLE * s.a(c, c))) {
            return false;
        }
        __syncthreads();
        double inverse = rsqrt(pivot);
        for (int r = c + static_cast<int>(threadIdx.x); r < s.size; r += SIMPLE_BLOCK) {
            (r == c ? s.inverse_roots[c] : s.factor(r, c)) =
                r == c ? inverse : s.factor(r, c) * inverse;
        }
        __syncthreads();
    }
    return true;
}

// z of L z = b in place of b.
__device__ inline void substitute_forward(const DoubleSystem &s) {
    for (int c = 0; c < s.size; c++) {
        double z = s.right[c] * s.inverse_roots[c];
        __syncthreads();
        for (int r = c + static_cast<int>(threadIdx.x); r < s.size; r += SIMPLE_BLOCK) {
            s.right[r] = r == c ? z : s.right[r] - s.factor(r, c) * z;
        }
        __syncthreads();
    }
}

// x of Lt x = z.
__device__ inline void substitute_back(const DoubleSystem &s) {
    for (int c = s.size - 1; c >= 0; c--) {
        double x = s.right[c] * s.inverse_roots[c];
        for (int r = static_cast<int>(threadIdx.x); r < c; r += SIMPLE_BLOCK) {
            s.right[r] -= s.factor(c, r) * x;
        }
        if (threadIdx.x == 0) {
            s.x[c] = x;
        }
        __syncthreads();
    }
}

} // namespace gravmf
