// Rows solved exactly, the plain way: normal equations in float64 in global memory, Cholesky column
// by column, substitutions. It is what the fast kernels are held against, and what solves the rows
// whose matrix is not safely positive definite in float32.
//
// A matrix that is singular in float64 too (no ridge, no gravity, and fewer ratings than unknowns)
// has many solutions: conjugate gradients from 0 give the one of least norm, for they never leave
// the span of the row's ratings, in which the right-hand side lies.
//
// A block takes rows in turn, with a matrix of 8 K^2 bytes of its own, K = d or d + 1 with a bias.
// Flops of a row with c ratings: 2 c K^2 + K^3 / 3, in double. Bytes: each rating 8 (K + 1) / 2
// times its row from the caches, and about K times the matrix.
#include "double_rows.cuh"

namespace gravmf {

// Conjugate gradients end at this share of the right-hand side, or after so many steps an unknown.
constexpr double SMALLEST_RESIDUAL = 1e-13;
constexpr int STEPS_OF_UNKNOWN = 4;

// By every thread alike.
__device__ inline double dot_double(const double *a, const double *b, int size) {
    double sum = 0.;
    for (int k = 0; k < size; k++) {
        sum += a[k] * b[k];
    }
    return sum;
}

__device__ inline void least_norm(const DoubleSystem &s) {
    double *residual = s.right;
    int thread = static_cast<int>(threadIdx.x);
    for (int k = thread; k < s.size; k += SIMPLE_BLOCK) {
        s.x[k] = 0.;
        s.direction[k] = residual[k];
    }
    __syncthreads();
    double squares = dot_double(residual, residual, s.size);
    double enough = SMALLEST_RESIDUAL * SMALLEST_RESIDUAL * squares;
    for (int step = 0; step < STEPS_OF_UNKNOWN * s.size && squares > enough; step++) {
        for (int i = thread; i < s.size; i += SIMPLE_BLOCK) {
            double sum = 0.;
            for (int j = 0; j < s.size; j++) {
                sum += s.a(i, j) * s.direction[j];
            }
            s.product[i] = sum;
        }
        __syncthreads();
        double curvature = dot_double(s.direction, s.product, s.size);
        if (!(curvature > 0.)) {
            break;
        }
        double length = squares / curvature;
        __syncthreads();
        for (int k = thread; k < s.size; k += SIMPLE_BLOCK) {
            s.x[k] += length * s.direction[k];
            residual[k] -= length * s.product[k];
        }
        __syncthreads();
        double left = dot_double(residual, residual, s.size);
        for (int k = thread; k < s.size; k += SIMPLE_BLOCK) {
            s.direction[k] = residual[k] + left / squares * s.direction[k];
        }
        squares = left;
        __syncthreads();
    }
}

} // namespace gravmf

// Rows rows[0] to rows[count - 1]; count is *listed where that is not null.
extern "C" __global__ void __launch_bounds__(gravmf::SIMPLE_BLOCK, 1)
    gravmf_solve_simple(float *factors, const int *columns, const float *targets,
                        const float *weights, const long long *row_begin, const float *gram,
                        const double *penalty, const int *rows, int given, const int *lost_counts,
                        const int *counter, double *matrices, int n, int d, int ld, int items,
                        int biases, double ratings, float gravity, float bias_ridge) {
    __shared__ double vectors[5][gravmf::MOST_UNKNOWNS];
    gravmf::RowSystem system{factors, columns, targets, weights, row_begin, gram,    penalty,   n,
                             d,       ld,      items,   biases,  ratings,   gravity, bias_ridge};
    int size = system.unknowns();
    gravmf::DoubleSystem s{size,       matrices + static_cast<long long>(blockIdx.x) * size * size,
                           vectors[0], vectors[1],
                           vectors[2], vectors[3],
                           vectors[4]};
    int count = lost_counts == nullptr ? given : lost_counts[2 * *counter + items];
    for (int place = static_cast<int>(blockIdx.x); place < count;
         place += static_cast<int>(gridDim.x)) {
        int row = rows[place];
        gravmf::make_system(s, system, row);
        bool empty = row_begin[row] == row_begin[row + 1];
        if (!empty && gravmf::factor_double(s)) {
            gravmf::substitute_forward(s);
            gravmf::substitute_back(s);
        } else {
            gravmf::least_norm(s); // of a row without ratings: 0
        }
        for (int k = static_cast<int>(threadIdx.x); k < size; k += gravmf::SIMPLE_BLOCK) {
            system.row(row)[system.column_of(k)] = static_cast<float>(s.x[k]);
        }
        __syncthreads();
    }
}
