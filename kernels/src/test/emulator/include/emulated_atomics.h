// Loads and stores with cache hints, and atomics.
#pragma once

#include <cstdint>
#include <cstring>

#include "../runtime/block.h"
#include "emulated_math.h"

#define GRAVMF_EMULATED_LOAD(name)  \
  template <typename T>             \
  inline T name(const T *address) { \
    return *address;                \
  }
GRAVMF_EMULATED_LOAD(__ldg)
GRAVMF_EMULATED_LOAD(__ldca)
GRAVMF_EMULATED_LOAD(__ldcg)
GRAVMF_EMULATED_LOAD(__ldcs)
GRAVMF_EMULATED_LOAD(__ldlu)
GRAVMF_EMULATED_LOAD(__ldcv)
#undef GRAVMF_EMULATED_LOAD

#define GRAVMF_EMULATED_STORE(name)           \
  template <typename T>                       \
  inline void name(T *address, T value) {     \
    *address = value;                         \
  }
GRAVMF_EMULATED_STORE(__stwb)
GRAVMF_EMULATED_STORE(__stcg)
GRAVMF_EMULATED_STORE(__stcs)
GRAVMF_EMULATED_STORE(__stwt)
#undef GRAVMF_EMULATED_STORE

#ifdef GRAVMF_RACES
// As CUDA's, which order nothing but themselves; fences do (runtime/block.cpp).
#define GRAVMF_EMULATED_ORDER __ATOMIC_RELAXED
#define GRAVMF_EMULATED_BY_FENCES(address) gravmf::emulator::order_atomic(address)
#else
#define GRAVMF_EMULATED_ORDER __ATOMIC_SEQ_CST
#define GRAVMF_EMULATED_BY_FENCES(address) static_cast<void>(0)
#endif

namespace gravmf::emulator {

template <typename T, typename F>
inline T update(T *address, F change) {
  GRAVMF_EMULATED_BY_FENCES(address);
  T old;
  __atomic_load(address, &old, GRAVMF_EMULATED_ORDER);
  for (;;) {
    T next = change(old);
    if (__atomic_compare_exchange(address, &old, &next, false, GRAVMF_EMULATED_ORDER, GRAVMF_EMULATED_ORDER)) return old;
  }
}

template <typename T>
struct Same {
  using type = T;
};

}  // namespace gravmf::emulator

#define GRAVMF_EMULATED_ATOMIC(name, expression)                                    \
  template <typename T>                                                             \
  inline T name(T *address, typename gravmf::emulator::Same<T>::type value) {       \
    return gravmf::emulator::update(address, [value](T old) -> T { return expression; }); \
  }
GRAVMF_EMULATED_ATOMIC(atomicAdd, old + value)
GRAVMF_EMULATED_ATOMIC(atomicSub, old - value)
GRAVMF_EMULATED_ATOMIC(atomicMin, value < old ? value : old)
GRAVMF_EMULATED_ATOMIC(atomicMax, old < value ? value : old)
GRAVMF_EMULATED_ATOMIC(atomicAnd, old &value)
GRAVMF_EMULATED_ATOMIC(atomicOr, old | value)
GRAVMF_EMULATED_ATOMIC(atomicXor, old ^ value)
GRAVMF_EMULATED_ATOMIC(atomicExch, (static_cast<void>(old), value))
GRAVMF_EMULATED_ATOMIC(atomicInc, old >= value ? 0 : old + 1)
#undef GRAVMF_EMULATED_ATOMIC

template <typename T>
inline T atomicCAS(T *address, typename gravmf::emulator::Same<T>::type compare,
                   typename gravmf::emulator::Same<T>::type value) {
  GRAVMF_EMULATED_BY_FENCES(address);
  __atomic_compare_exchange(address, &compare, &value, false, GRAVMF_EMULATED_ORDER, GRAVMF_EMULATED_ORDER);
  return compare;
}
