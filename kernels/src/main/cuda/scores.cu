// Scores of a block of users against all items: scores = U_block Vt (the mean is not added: it
// changes no order).
//
// Flops: 2 count m d. Bytes: the tiled version reads U_block m / 64 times and V count / 64 times, 4
// ld each a row, and writes 4 count m.
#include "common.cuh"

namespace gravmf {

// Columns of both sides' rows in shared memory at once.
constexpr int SCORE_DEPTH = 16;

} // namespace gravmf

// Each thread has 4 x 4 scores. Tiles are transposed in shared memory, [depth][row], padded by one
// vector.
extern "C" __global__ void __launch_bounds__(gravmf::SCORE_SIDE * gravmf::SCORE_SIDE)
    gravmf_scores(const float *factors, const int *users, float *scores, int count, int n, int m,
                  int ld) {
    using namespace gravmf;
    __shared__ __align__(16) float user_tile[SCORE_DEPTH][SCORE_TILE + 4];
    __shared__ __align__(16) float item_tile[SCORE_DEPTH][SCORE_TILE + 4];
    int thread = static_cast<int>(threadIdx.y) * SCORE_SIDE + static_cast<int>(threadIdx.x);
    long long first_user = static_cast<long long>(blockIdx.y) * SCORE_TILE;
    long long first_item = static_cast<long long>(blockIdx.x) * SCORE_TILE;

    // To load: a quarter of the threads' worth of rows, one vector each.
    int load_row = thread / 4;
    int load_column = thread % 4 * 4;
    bool has_user = first_user + load_row < count;
    bool has_item = first_item + load_row < m;
    const float *user =
        factors + (has_user ? static_cast<long long>(users[first_user + load_row]) * ld : 0);
    const float *item = factors + (has_item ? (n + first_item + load_row) * ld : 0);

    float4 sum[4];
#pragma unroll
    for (int r = 0; r < 4; r++) {
        sum[r] = zero4();
    }
    for (int k = 0; k < ld; k += SCORE_DEPTH) {
        bool inside = k + load_column < ld;
        float4 u = has_user && inside ? load4(user + k + load_column) : zero4();
        float4 v = has_item && inside ? load4(item + k + load_column) : zero4();
        __syncthreads();
        user_tile[load_column][load_row] = u.x;
        user_tile[load_column + 1][load_row] = u.y;
        user_tile[load_column + 2][load_row] = u.z;
        user_tile[load_column + 3][load_row] = u.w;
        item_tile[load_column][load_row] = v.x;
        item_tile[load_column + 1][load_row] = v.y;
        item_tile[load_column + 2][load_row] = v.z;
        item_tile[load_column + 3][load_row] = v.w;
        __syncthreads();
#pragma unroll
        for (int depth = 0; depth < SCORE_DEPTH; depth++) {
            float4 a = load4(&user_tile[depth][threadIdx.y * 4]);
            float4 b = load4(&item_tile[depth][threadIdx.x * 4]);
            sum[0] = fma4(a.x, b, sum[0]);
            sum[1] = fma4(a.y, b, sum[1]);
            sum[2] = fma4(a.z, b, sum[2]);
            sum[3] = fma4(a.w, b, sum[3]);
        }
    }
#pragma unroll
    for (int r = 0; r < 4; r++) {
        long long row = first_user + threadIdx.y * 4 + r;
        long long column = first_item + threadIdx.x * 4;
        float values[4] = {sum[r].x, sum[r].y, sum[r].z, sum[r].w};
#pragma unroll
        for (int c = 0; c < 4; c++) {
            if (row < count && column + c < m) {
                scores[row * m + column + c] = values[c];
            }
        }
    }
}

// The simple version: a thread a score.
extern "C" __global__ void __launch_bounds__(gravmf::BLOCK)
    gravmf_scores_simple(const float *factors, const int *users, float *scores, int count, int n,
                         int m, int ld) {
    long long index = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
    long long row = index / m;
    if (row >= count) {
        return;
    }
    const float *u = factors + static_cast<long long>(users[row]) * ld;
    const float *v = factors + (n + index % m) * ld;
    float sum = 0.f;
    for (int k = 0; k < ld; k++) {
        sum = fmaf(u[k], v[k], sum);
    }
    scores[index] = sum;
}

// Takes what a user has rated out of the running: a block a user.
extern "C" __global__ void __launch_bounds__(gravmf::SIMPLE_BLOCK)
    gravmf_exclude(float *scores, const int *users, const long long *row_begin, const int *columns,
                   int count, int m) {
    int user = users[blockIdx.x];
    float *row = scores + static_cast<long long>(blockIdx.x) * m;
    for (long long entry = row_begin[user] + threadIdx.x; entry < row_begin[user + 1];
         entry += blockDim.x) {
        row[columns[entry]] = -__int_as_float(0x7f800000); // minus infinity
    }
}
