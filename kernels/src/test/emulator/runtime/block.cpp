#include "block.h"

#include "../include/assert.h"
#include "launch.h"

namespace gravmf::emulator {

namespace {

unsigned next_lane(Warp &warp, unsigned lane) {
  std::uint32_t runnable = warp.runnable;
  if (warp.random != 0) return random_lane(warp);
  if (warp.backwards) {
    std::uint32_t below = runnable & ((1u << lane) - 1);
    return 31 - static_cast<unsigned>(__builtin_clz(below != 0 ? below : runnable));
  }
  std::uint32_t above = runnable & ~((2u << lane) - 1);
  return static_cast<unsigned>(__builtin_ctz(above != 0 ? above : runnable));
}

// The next fiber that can go on: of the same warp if there is one, else the host thread decides.
Fiber *next_fiber(Fiber *self) {
  Warp &warp = *self->warp;
  return warp.runnable != 0 ? warp.lanes[next_lane(warp, self->lane)] : &self->block->scheduler;
}

void leave(Fiber *self) { switch_fiber(self, next_fiber(self)); }

template <typename T, typename F>
std::uint64_t fold(const Warp &warp, std::uint32_t lanes, F combine) {
  T total{};
  bool first = true;
  for (std::uint32_t left = lanes; left != 0; left &= left - 1) {
    T value = static_cast<T>(warp.value[__builtin_ctz(left)]);
    total = first ? value : combine(total, value);
    first = false;
  }
  return static_cast<std::uint64_t>(total);
}

void exchange(Warp &warp, std::uint32_t mask) {
  if (mask == ~0u && warp.live == ~0u) {
    for (unsigned lane = 0; lane < kWarpSize; ++lane) warp.result[lane] = warp.value[warp.source[lane]];
    return;
  }
  for (std::uint32_t left = mask & warp.live; left != 0; left &= left - 1) {
    unsigned lane = static_cast<unsigned>(__builtin_ctz(left));
    unsigned source = static_cast<unsigned>(warp.source[lane]);
    bool there = ((mask & warp.live) >> source & 1) != 0;
    // What a lane that takes no part would give is undefined: never a number that looks right.
    warp.result[lane] = there ? warp.value[source] : ~std::uint64_t{0};
  }
}

void same_for_all(Warp &warp, std::uint32_t lanes, std::uint64_t result) {
  for (std::uint32_t left = lanes; left != 0; left &= left - 1) warp.result[__builtin_ctz(left)] = result;
}

void finish_meeting(Warp &warp, unsigned leader) {
  std::uint32_t mask = warp.mask[leader];
  std::uint32_t lanes = mask & warp.live;
  auto smaller = [](auto a, auto b) { return b < a ? b : a; };
  auto larger = [](auto a, auto b) { return a < b ? b : a; };
  switch (warp.kind[leader]) {
    case Meeting::kExchange:
      exchange(warp, mask);
      break;
    case Meeting::kBallot: {
      std::uint64_t ballot = 0;
      for (std::uint32_t left = lanes; left != 0; left &= left - 1) {
        unsigned lane = static_cast<unsigned>(__builtin_ctz(left));
        ballot |= static_cast<std::uint64_t>(warp.value[lane] != 0) << lane;
      }
      same_for_all(warp, lanes, ballot);
      break;
    }
    case Meeting::kSync:
      break;
    case Meeting::kAdd:
      same_for_all(warp, lanes, fold<std::uint32_t>(warp, lanes, [](auto a, auto b) { return a + b; }));
      break;
    case Meeting::kMinSigned:
      same_for_all(warp, lanes, fold<std::int32_t>(warp, lanes, smaller));
      break;
    case Meeting::kMaxSigned:
      same_for_all(warp, lanes, fold<std::int32_t>(warp, lanes, larger));
      break;
    case Meeting::kMinUnsigned:
      same_for_all(warp, lanes, fold<std::uint32_t>(warp, lanes, smaller));
      break;
    case Meeting::kMaxUnsigned:
      same_for_all(warp, lanes, fold<std::uint32_t>(warp, lanes, larger));
      break;
    case Meeting::kAnd:
      same_for_all(warp, lanes, fold<std::uint32_t>(warp, lanes, [](auto a, auto b) { return a & b; }));
      break;
    case Meeting::kOr:
      same_for_all(warp, lanes, fold<std::uint32_t>(warp, lanes, [](auto a, auto b) { return a | b; }));
      break;
    case Meeting::kXor:
      same_for_all(warp, lanes, fold<std::uint32_t>(warp, lanes, [](auto a, auto b) { return a ^ b; }));
      break;
    case Meeting::kMatch:
      for (std::uint32_t left = lanes; left != 0; left &= left - 1) {
        std::uint32_t same = 0;
        for (std::uint32_t other = lanes; other != 0; other &= other - 1) {
          bool equal = warp.value[__builtin_ctz(other)] == warp.value[__builtin_ctz(left)];
          same |= (equal ? 1u : 0u) << __builtin_ctz(other);
        }
        warp.result[__builtin_ctz(left)] = same;
      }
      break;
  }
  if (warp.kind[leader] == Meeting::kSync) warp.order_turn ^= 1u << leader;
  warp.arrived[leader] = 0;
  warp.meetings &= ~(1u << leader);
  warp.runnable |= lanes;
}

}  // namespace

unsigned random_lane(Warp &warp) {
  std::uint32_t left = warp.runnable;
  auto skipped = next_random(warp.random) % static_cast<unsigned>(__builtin_popcount(left));
  while (skipped-- != 0) left &= left - 1;
  return static_cast<unsigned>(__builtin_ctz(left));
}

#ifdef GRAVMF_ONE_BLOCK
// Of all that lanes do together, __syncwarp alone orders what they do to memory (CUDA C++ Programming Guide, "Warp Vote
// Functions" and those that follow: they "do not imply a memory barrier").
std::uint64_t meet(Meeting kind, std::uint32_t mask, std::uint64_t value, unsigned source) {
  Fiber *self = current();
  Warp &warp = *self->warp;
  races::Order *order = nullptr;
  if (kind == Meeting::kSync && mask != 0) {
    auto leader = static_cast<unsigned>(__builtin_ctz(mask));
    order = &warp.order[leader][warp.order_turn >> leader & 1];
    warp.order_used |= 1u << leader;
    order->release();
  }
  if (Fiber *next = arrive(kind, mask, value, source)) switch_fiber(self, next);
  if (order != nullptr) order->acquire();
  return warp.result[self->lane];
}
#endif

void order_atomic(void *address) {
  Fiber *self = current();
  if (self->fenced) {
    races::release(address);
    races::acquire(address);
  }
  if (self->fenced_block) {
    self->block->orders[3].release();
    self->block->orders[3].acquire();
  }
}

void fence(bool of_block) {
  Fiber *self = current();
  (of_block ? self->fenced_block : self->fenced) = true;
}

Fiber *arrive(Meeting kind, std::uint32_t mask, std::uint64_t value, unsigned source) {
  Fiber *self = current();
  Warp &warp = *self->warp;
  unsigned lane = self->lane;
  std::uint32_t bit = 1u << lane;
  if ((mask & bit) == 0) fail("a lane calls a warp function with a mask that does not name it");
  unsigned leader = static_cast<unsigned>(__builtin_ctz(mask));
  if (warp.arrived[leader] == 0) {
    warp.mask[leader] = mask;
    warp.kind[leader] = kind;
    warp.meetings |= 1u << leader;
  } else if (warp.mask[leader] != mask || warp.kind[leader] != kind) {
    fail("lanes of one warp wait at different warp functions or with different masks that overlap");
  }
  warp.value[lane] = value;
  warp.source[lane] = source;
  warp.arrived[leader] |= bit;
  // A lane that has returned is not waited for.
  if ((mask & warp.live & ~warp.arrived[leader]) == 0) {
    finish_meeting(warp, leader);
    return nullptr;
  }
  warp.runnable &= ~bit;
  return next_fiber(self);
}

int barrier(unsigned line, Barrier kind, int predicate) {
  Fiber *self = current();
  Block &block = *self->block;
  if (block.at_barrier != 0 && block.barrier_line != line) {
    fail("threads of one block wait at __syncthreads of lines " + std::to_string(block.barrier_line) + " and " +
         std::to_string(line));
  }
  block.barrier_line = line;
  self->barrier_line = line;
  ++block.at_barrier;
  block.true_predicates += predicate != 0 ? 1 : 0;
  self->warp->runnable &= ~(1u << self->lane);
  const races::Order &order = block.orders[1 + block.order_turn];
  order.release();
  leave(self);
  order.acquire();
  unsigned threads = block.block_dim.x * block.block_dim.y * block.block_dim.z;
  switch (kind) {
    case Barrier::kAnd:
      return block.barrier_result == threads;
    case Barrier::kOr:
      return block.barrier_result != 0;
    default:
      return static_cast<int>(block.barrier_result);
  }
}

void grid_barrier(unsigned line) {
  Fiber *self = current();
  if (!self->block->launch->cooperative) fail("a grid is synchronised in a launch that is not cooperative");
  self->barrier_line = line;
  ++self->block->at_grid;
  self->warp->runnable &= ~(1u << self->lane);
  const races::Order &order = self->block->launch->grid_orders[self->block->grid_turn];
  order.release();
  leave(self);
  order.acquire();
}

void yield() {
  Fiber *self = current();
  Warp &warp = *self->warp;
  unsigned next = next_lane(warp, self->lane);
  // Once round the warp, then the other warps.
  bool wrapped = warp.backwards ? next >= self->lane : next <= self->lane;
  switch_fiber(self, wrapped ? &self->block->scheduler : warp.lanes[next]);
}

// Where every fiber begins.
[[noreturn]] void fiber_main() {
  Fiber *self = current();
  self->block->launch->begin.acquire();
  self->block->orders[0].acquire();
  self->block->launch->entry->invoke(self->block->launch->parameters);
  self->block->launch->end.release();
  Warp &warp = *self->warp;
  std::uint32_t bit = 1u << self->lane;
  warp.live &= ~bit;
  warp.runnable &= ~bit;
  --self->block->live;
  for (std::uint32_t left = warp.meetings; left != 0; left &= left - 1) {
    unsigned leader = static_cast<unsigned>(__builtin_ctz(left));
    if ((warp.mask[leader] & warp.live & ~warp.arrived[leader]) == 0) finish_meeting(warp, leader);
  }
  leave(self);
  __builtin_unreachable();
}

namespace {

[[noreturn]] void end_launch(Failure failure, const std::string &message) {
  Fiber *self = current();
  Block &block = *self->block;
  report_failure(*block.launch, failure, describe(*self) + message);
  block.failed = true;
  switch_fiber(self, &block.scheduler);
  __builtin_unreachable();
}

}  // namespace

void fail(const std::string &message) { end_launch(Failure::kLaunchFailed, message); }

void fail_assertion(const char *condition, const char *file, int line) {
  std::string place = file;
  place = place.substr(place.rfind('/') + 1) + ":" + std::to_string(line);
  end_launch(Failure::kAssert, place + ": assertion failed: " + condition);
}

}  // namespace gravmf::emulator
