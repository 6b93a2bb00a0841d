// Kernels that do what a kernel must not. Each must end its launch with an error: not the process, and not never.
#include <cassert>
#include <cooperative_groups.h>

namespace {

// Not known to the compiler.
__device__ volatile int zero = 0;

}  // namespace

extern "C" __global__ void gravmf_mistake_barrier_in_branch() {
  if (threadIdx.x < 40) __syncthreads();
}

extern "C" __global__ void gravmf_mistake_two_barriers() {
  if (threadIdx.x < 32) {
    __syncthreads();
  } else {
    __syncthreads();
  }
}

extern "C" __global__ void gravmf_mistake_absent_lanes(int *out) {
  if (threadIdx.x < 16) out[threadIdx.x] = __shfl_xor_sync(0xFFFFFFFFu, 1, 1);
  __syncthreads();
}

extern "C" __global__ void gravmf_mistake_wrong_mask(int *out) {
  unsigned mask = threadIdx.x < 16 ? 0xFFFFFFFFu : 0xFFFF0001u;
  out[threadIdx.x] = __shfl_sync(mask, 1, 0);
}

extern "C" __global__ void gravmf_mistake_block_leaves_grid() {
  if (blockIdx.x == 0) return;
  cooperative_groups::this_grid().sync();
}

extern "C" __global__ void gravmf_mistake_far_write(float *out) { out[1 << 20] = 1.0f; }

extern "C" __global__ void gravmf_mistake_near_write(float *out, int count) { out[count] = 1.0f; }

extern "C" __global__ void gravmf_mistake_far_read(const float *in, float *out) { out[0] = in[1 << 20]; }

extern "C" __global__ void gravmf_mistake_misaligned(float *out) {
  *reinterpret_cast<float4 *>(out + 1) = make_float4(1.0f, 2.0f, 3.0f, 4.0f);
}

extern "C" __global__ void gravmf_mistake_static_shared_bounds(float *out) {
  __shared__ float values[8];
  values[threadIdx.x] = 1.0f;
  out[0] = values[0];
}

extern "C" __global__ void gravmf_mistake_dynamic_shared_bounds(float *out, int index) {
  GRAVMF_DYNAMIC_SHARED(float, values);
  values[index] = 1.0f;
  out[0] = values[0];
}

extern "C" __global__ void gravmf_mistake_assert(int limit) { assert(static_cast<int>(threadIdx.x) < limit); }

extern "C" __global__ void gravmf_mistake_trap() { __trap(); }

extern "C" __global__ void gravmf_mistake_division(int *out) { out[0] = 7 / zero; }

extern "C" __global__ void gravmf_mistake_endless(int spinners) {
  if (static_cast<int>(threadIdx.x) >= spinners) return;
  while (zero == 0) {
    if (spinners > 1) __nanosleep(100);
  }
}

// One block spins, the others wait for it.
extern "C" __global__ void gravmf_mistake_endless_grid() {
  while (blockIdx.x == 1 && zero == 0) {
  }
  cooperative_groups::this_grid().sync();
}
