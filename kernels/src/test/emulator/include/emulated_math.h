// Arithmetic that nvcc knows and g++ does not. Approximate intrinsics are computed exactly here.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#define GRAVMF_EMULATED_MIN_MAX(T)                                 \
  inline T min(T a, T b) { return b < a ? b : a; }                 \
  inline T max(T a, T b) { return a < b ? b : a; }

GRAVMF_EMULATED_MIN_MAX(int)
GRAVMF_EMULATED_MIN_MAX(unsigned)
GRAVMF_EMULATED_MIN_MAX(long)
GRAVMF_EMULATED_MIN_MAX(unsigned long)
GRAVMF_EMULATED_MIN_MAX(long long)
GRAVMF_EMULATED_MIN_MAX(unsigned long long)
#undef GRAVMF_EMULATED_MIN_MAX
inline unsigned min(int a, unsigned b) { return min(static_cast<unsigned>(a), b); }
inline unsigned min(unsigned a, int b) { return min(a, static_cast<unsigned>(b)); }
inline unsigned max(int a, unsigned b) { return max(static_cast<unsigned>(a), b); }
inline unsigned max(unsigned a, int b) { return max(a, static_cast<unsigned>(b)); }
// As on a GPU, the number wins where one of the two is NaN.
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }

inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / sqrt(x); }
inline float __frsqrt_rn(float x) { return static_cast<float>(1.0 / sqrt(static_cast<double>(x))); }
inline float __fsqrt_rn(float x) { return sqrtf(x); }
inline float __frcp_rn(float x) { return 1.0f / x; }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __fdividef(float x, float y) { return x / y; }
inline float __expf(float x) { return expf(x); }
inline float __logf(float x) { return logf(x); }
inline float __log2f(float x) { return log2f(x); }
inline float __powf(float x, float y) { return powf(x, y); }
inline float __saturatef(float x) { return fminf(fmaxf(x, 0.0f), 1.0f); }
inline float __fmaf_rn(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double __fma_rn(double a, double b, double c) { return __builtin_fma(a, b, c); }

// Never part of a fused multiply-add.
#define GRAVMF_EMULATED_ROUNDED(T, name, operation)            \
  __attribute__((optimize("fp-contract=off"))) inline T name(T a, T b) { \
    T result = a operation b;                                  \
    asm("" : "+x"(result));                                    \
    return result;                                             \
  }
GRAVMF_EMULATED_ROUNDED(float, __fadd_rn, +)
GRAVMF_EMULATED_ROUNDED(float, __fsub_rn, -)
GRAVMF_EMULATED_ROUNDED(float, __fmul_rn, *)
GRAVMF_EMULATED_ROUNDED(double, __dadd_rn, +)
GRAVMF_EMULATED_ROUNDED(double, __dsub_rn, -)
GRAVMF_EMULATED_ROUNDED(double, __dmul_rn, *)
#undef GRAVMF_EMULATED_ROUNDED

#ifdef GRAVMF_COUNTS
namespace gravmf::emulator::counts {
void count_fma();
}
inline float gravmf_counted_fma(float a, float b, float c) {
  gravmf::emulator::counts::count_fma();
  return __builtin_fmaf(a, b, c);
}
#define fmaf gravmf_counted_fma
#endif

namespace gravmf::emulator {
template <typename To, typename From>
inline To reinterpret(From from) {
  static_assert(sizeof(To) == sizeof(From), "same size");
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}
}  // namespace gravmf::emulator

inline int __float_as_int(float x) { return gravmf::emulator::reinterpret<int>(x); }
inline unsigned __float_as_uint(float x) { return gravmf::emulator::reinterpret<unsigned>(x); }
inline float __int_as_float(int x) { return gravmf::emulator::reinterpret<float>(x); }
inline float __uint_as_float(unsigned x) { return gravmf::emulator::reinterpret<float>(x); }
inline long long __double_as_longlong(double x) { return gravmf::emulator::reinterpret<long long>(x); }
inline double __longlong_as_double(long long x) { return gravmf::emulator::reinterpret<double>(x); }

inline float __int2float_rn(int x) { return static_cast<float>(x); }
inline float __uint2float_rn(unsigned x) { return static_cast<float>(x); }
inline int __float2int_rn(float x) { return static_cast<int>(nearbyintf(x)); }
inline int __float2int_rz(float x) { return static_cast<int>(x); }
inline float __double2float_rn(double x) { return static_cast<float>(x); }

inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __ffsll(long long x) { return __builtin_ffsll(x); }
inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz(static_cast<unsigned>(x)); }
inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(x)); }
inline unsigned __umulhi(unsigned a, unsigned b) { return static_cast<unsigned>((std::uint64_t{a} * b) >> 32); }
inline int __mulhi(int a, int b) { return static_cast<int>((std::int64_t{a} * b) >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return static_cast<unsigned long long>((static_cast<unsigned __int128>(a) * b) >> 64);
}
inline unsigned __brev(unsigned x) {
  unsigned result = 0;
  for (int bit = 0; bit < 32; ++bit) result |= (x >> bit & 1u) << (31 - bit);
  return result;
}
