// Kernels that the tests of the emulator itself run: each uses one thing that it must get right.
#include <cooperative_groups.h>
#include <cuda_bf16.h>

constexpr int kBlock = 64;

extern "C" {
__constant__ float gravmf_selftest_constants[4] = {1.0f, 2.0f, 4.0f, 8.0f};
}

// out[global thread] = block and thread, packed.
extern "C" __global__ void gravmf_selftest_index(int *out) {
  unsigned block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
  unsigned thread = (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
  unsigned threads = blockDim.x * blockDim.y * blockDim.z;
  out[block * threads + thread] = static_cast<int>(block << 16 | threadIdx.z << 12 | threadIdx.y << 8 | threadIdx.x);
}

// One warp, out[20][32].
extern "C" __global__ void __launch_bounds__(32) gravmf_selftest_warp(unsigned *out) {
  unsigned all = 0xFFFFFFFFu;
  int lane = static_cast<int>(threadIdx.x);
  auto put = [&](int row, unsigned value) { out[row * 32 + lane] = value; };
  put(0, static_cast<unsigned>(__shfl_sync(all, 3 * lane, lane + 5)));
  put(1, static_cast<unsigned>(__shfl_sync(all, 3 * lane, 1, 8)));
  put(2, static_cast<unsigned>(__shfl_up_sync(all, lane, 3)));
  put(3, static_cast<unsigned>(__shfl_down_sync(all, lane, 3, 16)));
  put(4, static_cast<unsigned>(__shfl_xor_sync(all, lane, 5)));
  put(5, static_cast<unsigned>(__shfl_xor_sync(all, lane, 12, 8)));
  put(6, __ballot_sync(all, lane % 3 == 0));
  put(7, static_cast<unsigned>(__any_sync(all, lane == 31)));
  put(8, static_cast<unsigned>(__all_sync(all, lane < 31)));
  put(9, __reduce_add_sync(all, static_cast<unsigned>(lane)));
  put(10, static_cast<unsigned>(__reduce_min_sync(all, lane - 7)));
  put(11, __reduce_max_sync(all, static_cast<unsigned>(lane * 3 % 32)));
  put(12, __reduce_xor_sync(all, 1u << lane));
  put(13, __match_any_sync(all, lane % 4));
  // Halves of the warp part and meet by themselves.
  unsigned half = lane < 16 ? 0x0000FFFFu : 0xFFFF0000u;
  unsigned sum = 0;
  if (lane < 16) {
    sum = __reduce_add_sync(half, 1u);
  } else {
    sum = __reduce_add_sync(half, 2u);
    sum += __reduce_add_sync(half, 3u);
  }
  __syncwarp();
  put(14, sum);
  double wide = __shfl_xor_sync(all, 1.0 / (lane + 1), 1);
  put(15, wide == 1.0 / ((lane ^ 1) + 1));
  put(16, static_cast<unsigned>(__popc(__activemask())));
  put(17, static_cast<unsigned>(__ffs(lane) + 100 * __clz(lane)));
  put(18, __float_as_uint(__bfloat162float(__float2bfloat16_rn(1.0f + lane / 256.0f))));
  put(19, __float_as_uint(__shfl_sync(all, static_cast<float>(lane), 7)));
}

// Reverses `in` within blocks of 64 through static and, a second time, through dynamic shared memory.
extern "C" __global__ void __launch_bounds__(kBlock, 2 * (1 + 1)) gravmf_selftest_shared(const float *in, float *out, int times) {
  __shared__ __align__(16) float fixed[kBlock];
  GRAVMF_DYNAMIC_SHARED(float, dynamic);
  int thread = static_cast<int>(threadIdx.x);
  int base = static_cast<int>(blockIdx.x) * kBlock;
  float value = in[base + thread];
  for (int time = 0; time < times; time++) {
    float *stage = time % 2 == 0 ? fixed : dynamic;
    stage[thread] = value;
    __syncthreads();
    value = stage[kBlock - 1 - thread];
    __syncthreads();
  }
  out[base + thread] = value;
}

// Counts, among all threads of a block, those whose input is positive.
extern "C" __global__ void gravmf_selftest_barriers(const int *in, int *out) {
  int thread = static_cast<int>(threadIdx.x);
  int count = __syncthreads_count(in[thread] > 0);
  int all = __syncthreads_and(in[thread] > 0);
  int any = __syncthreads_or(in[thread] > 0);
  if (thread == 0) {
    out[0] = count;
    out[1] = all;
    out[2] = any;
  }
}

// Writes what shared memory holds before anyone has written to it.
extern "C" __global__ void gravmf_selftest_fresh_shared(float *out) {
  __shared__ float fixed[kBlock];
  GRAVMF_DYNAMIC_SHARED(float, dynamic);
  int thread = static_cast<int>(threadIdx.x);
  out[2 * thread] = fixed[thread];
  out[2 * thread + 1] = dynamic[thread];
  __syncthreads();
  fixed[thread] = 1.0f;  // the next block must not see it
  dynamic[thread] = 1.0f;
}

// Blocks pass their numbers on, `rounds` times: out[block] = (block + rounds) mod blocks.
extern "C" __global__ void gravmf_selftest_grid(int *out, int *scratch, int rounds) {
  __shared__ int mine;
  auto grid = cooperative_groups::this_grid();
  int blocks = static_cast<int>(gridDim.x);
  int block = static_cast<int>(blockIdx.x);
  if (threadIdx.x == 0) mine = block;
  __syncthreads();
  for (int round = 0; round < rounds; round++) {
    if (threadIdx.x == 1) scratch[block] = mine;
    grid.sync();
    if (threadIdx.x == 2) mine = scratch[(block + 1) % blocks];
    grid.sync();
  }
  if (threadIdx.x == 3) out[block] = mine;
}

// x = a x + b: the order of two of these shows in the result.
extern "C" __global__ void gravmf_selftest_affine(float *x, float a, float b, int count) {
  int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i < count) x[i] = fmaf(a, x[i], b);
}

// Every thread adds to two counters; the maximum of all.
extern "C" __global__ void gravmf_selftest_atomics(int *counter, float *sum, int *largest) {
  atomicAdd(counter, 1);
  atomicAdd(sum, 0.5f);
  atomicMax(largest, static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x));
}

extern "C" __global__ void gravmf_selftest_read_constants(float *out) { out[threadIdx.x] = gravmf_selftest_constants[threadIdx.x]; }

struct SelftestParameters {
  double scale;
  long long offset;
  char tag;
};

extern "C" __global__ void gravmf_selftest_parameters(double *out, SelftestParameters p, short s, char c, bool b) {
  out[0] = p.scale * static_cast<double>(p.offset) + p.tag;
  out[1] = s;
  out[2] = c;
  out[3] = b ? 1.0 : 0.0;
}
