// What the lanes of a warp do together.
#pragma once

#include <cstring>

#include "../runtime/block.h"

namespace gravmf::emulator {

template <typename T>
inline T exchange(unsigned mask, T value, unsigned source) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8, "shuffles take types of 4 or 8 bytes");
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  bits = meet(Meeting::kExchange, mask, bits, source);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline unsigned lane() { return current()->lane; }

inline unsigned combine(Meeting kind, unsigned mask, unsigned value) {
  return static_cast<unsigned>(meet(kind, mask, value, 0));
}

}  // namespace gravmf::emulator

template <typename T>
inline T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
  unsigned segment = gravmf::emulator::lane() & ~static_cast<unsigned>(width - 1);
  return gravmf::emulator::exchange(mask, value, segment | (static_cast<unsigned>(source) & static_cast<unsigned>(width - 1)));
}

template <typename T>
inline T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32) {
  unsigned lane = gravmf::emulator::lane();
  bool inside = (lane & static_cast<unsigned>(width - 1)) >= delta;
  return gravmf::emulator::exchange(mask, value, inside ? lane - delta : lane);
}

template <typename T>
inline T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32) {
  unsigned lane = gravmf::emulator::lane();
  bool inside = (lane & static_cast<unsigned>(width - 1)) + delta < static_cast<unsigned>(width);
  return gravmf::emulator::exchange(mask, value, inside ? lane + delta : lane);
}

template <typename T>
inline T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32) {
  unsigned lane = gravmf::emulator::lane();
  unsigned source = lane ^ static_cast<unsigned>(lanes);
  // Lanes of earlier segments can be read, those of later ones cannot.
  bool inside = source < ((lane & ~static_cast<unsigned>(width - 1)) + static_cast<unsigned>(width));
  return gravmf::emulator::exchange(mask, value, inside && source < 32 ? source : lane);
}

inline void __syncwarp(unsigned mask = 0xFFFFFFFFu) {
  gravmf::emulator::meet(gravmf::emulator::Meeting::kSync, mask, 0, 0);
}
inline unsigned __ballot_sync(unsigned mask, int predicate) {
  return gravmf::emulator::combine(gravmf::emulator::Meeting::kBallot, mask, predicate != 0);
}
inline int __any_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }
inline int __all_sync(unsigned mask, int predicate) { return __ballot_sync(mask, predicate == 0) == 0; }
// The lanes that have not returned: an upper bound of those that a GPU would name.
inline unsigned __activemask() { return gravmf::emulator::current()->warp->live; }

inline unsigned __reduce_add_sync(unsigned mask, unsigned value) {
  return gravmf::emulator::combine(gravmf::emulator::Meeting::kAdd, mask, value);
}
inline int __reduce_add_sync(unsigned mask, int value) {
  return static_cast<int>(gravmf::emulator::combine(gravmf::emulator::Meeting::kAdd, mask, static_cast<unsigned>(value)));
}
inline unsigned __reduce_min_sync(unsigned mask, unsigned value) {
  return gravmf::emulator::combine(gravmf::emulator::Meeting::kMinUnsigned, mask, value);
}
inline int __reduce_min_sync(unsigned mask, int value) {
  return static_cast<int>(gravmf::emulator::combine(gravmf::emulator::Meeting::kMinSigned, mask, static_cast<unsigned>(value)));
}
inline unsigned __reduce_max_sync(unsigned mask, unsigned value) {
  return gravmf::emulator::combine(gravmf::emulator::Meeting::kMaxUnsigned, mask, value);
}
inline int __reduce_max_sync(unsigned mask, int value) {
  return static_cast<int>(gravmf::emulator::combine(gravmf::emulator::Meeting::kMaxSigned, mask, static_cast<unsigned>(value)));
}
inline unsigned __reduce_and_sync(unsigned mask, unsigned value) {
  return gravmf::emulator::combine(gravmf::emulator::Meeting::kAnd, mask, value);
}
inline unsigned __reduce_or_sync(unsigned mask, unsigned value) {
  return gravmf::emulator::combine(gravmf::emulator::Meeting::kOr, mask, value);
}
inline unsigned __reduce_xor_sync(unsigned mask, unsigned value) {
  return gravmf::emulator::combine(gravmf::emulator::Meeting::kXor, mask, value);
}

template <typename T>
inline unsigned __match_any_sync(unsigned mask, T value) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8, "4 or 8 bytes");
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return static_cast<unsigned>(gravmf::emulator::meet(gravmf::emulator::Meeting::kMatch, mask, bits, 0));
}
