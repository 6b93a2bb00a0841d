// One thread block: its warps and their meetings, its barrier, and the thread of the host that runs its fibers.
//
// A block stays on one host thread from its first instruction to its last, so a kernel's static __shared__ variables are
// thread_local ones. In a cooperative launch every block has a host thread of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "counts.h"
#include "fiber.h"

namespace gravmf::emulator {

constexpr unsigned kWarpSize = 32;
constexpr unsigned kMaxThreads = 1024;
constexpr unsigned kMaxWarps = kMaxThreads / kWarpSize;
constexpr std::size_t kMaxSharedBytes = 227 * 1024;

// What the lanes of a warp do together.
enum class Meeting : std::uint8_t {
  kExchange,  // each gets the value of the lane that it names
  kBallot,
  kSync,
  kAdd,
  kMinSigned,
  kMaxSigned,
  kMinUnsigned,
  kMaxUnsigned,
  kAnd,
  kOr,
  kXor,
  kMatch,  // the lanes that hold the same value
};

struct Warp {
  std::uint32_t live;      // lanes that exist and have not returned
  std::uint32_t runnable;  // live lanes that wait for nothing
  std::uint32_t meetings;  // meetings that have begun, by the lowest lane of their masks
  bool backwards;          // highest lane first
  std::uint64_t random;    // not 0: the state of the chance by which lanes take turns
  Block *block;
  std::uint32_t mask[kWarpSize];     // of each meeting
  std::uint32_t arrived[kWarpSize];  // of each meeting
  Meeting kind[kWarpSize];           // of each meeting
  std::uint64_t value[kWarpSize];    // of each lane
  std::uint64_t source[kWarpSize];   // of each lane
  std::uint64_t result[kWarpSize];   // of each lane
  Fiber *lanes[kWarpSize];
  // Where lanes meet at __syncwarp, by the lowest of their mask; two by turns, so that who comes to the next meeting early is not
  // taken for part of this one.
  races::Order order[races::kEnabled ? kWarpSize : 1][2];
  std::uint32_t order_turn, order_used;  // a bit for each
};

enum class Barrier { kCount, kAnd, kOr };

struct Launch;

struct Block {
  Index3 block_index, block_dim, grid_dim;
  unsigned char *dynamic_shared;
  std::uintptr_t static_shared, static_shared_end;
  unsigned live;
  unsigned at_barrier;
  unsigned at_grid;
  unsigned barrier_line;  // of the threads that wait at the barrier
  unsigned true_predicates, predicates;
  unsigned barrier_result;
  bool failed;
  const Launch *launch;
  Fiber scheduler;  // the host thread itself
  races::Order *orders;  // of the block: its beginning, two for __syncthreads by turns, and its fences'
  unsigned order_turn;   // of the next __syncthreads
  unsigned grid_turn;    // of the next meeting of the grid
  counts::Counted *counted;
};

// One of the lanes that can go on, by chance.
unsigned random_lane(Warp &warp);

// Steele, Lea & Flood 2014, "SplitMix".
inline std::uint64_t next_random(std::uint64_t &state) {
  std::uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  state |= state == 0;
  return z ^ (z >> 31);
}

// A lane arrives at a meeting. Null: it was the last and goes on; else the fiber that goes on instead of it.
Fiber *arrive(Meeting kind, std::uint32_t mask, std::uint64_t value, unsigned source);

#ifdef GRAVMF_ONE_BLOCK
// Out of line: kernels are instrumented, what the emulator remembers is not theirs.
std::uint64_t meet(Meeting kind, std::uint32_t mask, std::uint64_t value, unsigned source);
#else
inline std::uint64_t meet(Meeting kind, std::uint32_t mask, std::uint64_t value, unsigned source) {
  Fiber *self = current();
  if (Fiber *next = arrive(kind, mask, value, source)) switch_fiber(self, next);
  return self->warp->result[self->lane];
}
#endif

// Atomics and fences, where races are looked for: a thread that has passed a fence orders what it does by its atomics from then on,
// for the block or, at an atomic's address, for all.
void order_atomic(void *address);
void fence(bool of_block);

int barrier(unsigned line, Barrier kind, int predicate);
void grid_barrier(unsigned line);
void yield();
// Ends the launch with an error; the thread goes no further.
[[noreturn]] void fail(const std::string &message);

}  // namespace gravmf::emulator
