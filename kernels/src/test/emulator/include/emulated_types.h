// Qualifiers and built-in vector types.
#pragma once

#define GRAVMF_EMULATED 1

#define __host__
#define __device__
#ifndef GRAVMF_EMULATOR_SCAN  // the scan for entry points looks for these two words
#define __global__ __attribute__((noinline, visibility("default")))
#define __launch_bounds__(...)
#endif
#define __shared__ thread_local
#define __constant__ __attribute__((visibility("default")))  // for cuModuleGetGlobal
#define __managed__
#define __grid_constant__
#define __restrict__ __restrict
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __align__(n) __attribute__((aligned(n)))

#define GRAVMF_DYNAMIC_SHARED(type, name) \
  type *name = reinterpret_cast<type *>(gravmf::emulator::current()->block->dynamic_shared)

#define GRAVMF_EMULATED_VECTORS(T, name, half, whole)              \
  struct alignas(half) name##2 {                                   \
    T x, y;                                                        \
  };                                                               \
  struct name##3 {                                                 \
    T x, y, z;                                                     \
  };                                                               \
  struct alignas(whole) name##4 {                                  \
    T x, y, z, w;                                                  \
  };                                                               \
  inline name##2 make_##name##2(T x, T y) { return {x, y}; }       \
  inline name##3 make_##name##3(T x, T y, T z) { return {x, y, z}; } \
  inline name##4 make_##name##4(T x, T y, T z, T w) { return {x, y, z, w}; }

GRAVMF_EMULATED_VECTORS(float, float, 8, 16)
GRAVMF_EMULATED_VECTORS(int, int, 8, 16)
GRAVMF_EMULATED_VECTORS(unsigned, uint, 8, 16)
GRAVMF_EMULATED_VECTORS(short, short, 4, 8)
GRAVMF_EMULATED_VECTORS(unsigned short, ushort, 4, 8)
GRAVMF_EMULATED_VECTORS(signed char, char, 2, 4)
GRAVMF_EMULATED_VECTORS(unsigned char, uchar, 2, 4)
GRAVMF_EMULATED_VECTORS(double, double, 16, 16)
GRAVMF_EMULATED_VECTORS(long long, longlong, 16, 16)
GRAVMF_EMULATED_VECTORS(unsigned long long, ulonglong, 16, 16)

#undef GRAVMF_EMULATED_VECTORS

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x_ = 1, unsigned y_ = 1, unsigned z_ = 1) : x(x_), y(y_), z(z_) {}
};
