// Loads and stores with cache hints, and atomics.
#pragma once

#include <cstdint>
#include <cstring>

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

namespace gravmf::emulator {

template <typename T, typename F>
inline T update(T *address, F change) {
  T old;
  __atomic_load(address, &old, __ATOMIC_SEQ_CST);
  for (;;) {
    T next = change(old);
    if (__atomic_compare_exchange(address, &old, &next, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) return old;
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
  __atomic_compare_exchange(address, &compare, &value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return compare;
}
