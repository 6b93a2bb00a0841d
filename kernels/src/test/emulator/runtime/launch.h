// Entry points and their launches.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "block.h"

namespace gravmf::emulator {

// An `extern "C" __global__` function: what a launch has to know of it.
struct Entry {
  const char *name;
  unsigned max_threads;  // from __launch_bounds__
  std::vector<std::size_t> parameter_bytes;
  std::vector<bool> is_pointer;  // of each parameter
  void (*invoke)(void **parameters);
};

void register_entry(Entry entry);
const Entry *find_entry(const std::string &name);

template <auto kernel>
struct Trampoline;

template <typename... P, void (*kernel)(P...)>
struct Trampoline<kernel> {
  static_assert((std::is_trivially_copyable_v<P> && ...), "kernel parameters are copied as bytes");

  template <std::size_t... I>
  static void call(void **parameters, std::index_sequence<I...>) {
    kernel(*static_cast<std::remove_cv_t<P> *>(parameters[I])...);
  }
  static void invoke([[maybe_unused]] void **parameters) { call(parameters, std::index_sequence_for<P...>{}); }
  static Entry entry(const char *name, unsigned max_threads) {
    return {name, max_threads, {sizeof(P)...}, {std::is_pointer_v<P>...}, &invoke};
  }
};

constexpr unsigned launch_bounds(unsigned max_threads = kMaxThreads, unsigned = 0, unsigned = 0) { return max_threads; }

enum class Failure { kNone, kLaunchFailed, kIllegalAddress, kAssert, kIllegalInstruction, kTimeout };

class GridBarrier;

struct Launch {
  const Entry *entry;
  void **parameters;
  Index3 grid, block;
  std::size_t dynamic_shared_bytes;
  bool cooperative;
  bool backwards;  // blocks, warps and lanes in descending order
  std::uint64_t seed;  // not 0: blocks, warps and lanes take turns by chance
  long long timeout_seconds;
  GridBarrier *grid_barrier;
  mutable std::atomic<Failure> failure{Failure::kNone};
  mutable std::string message;
  races::Order begin, end;       // of all threads
  races::Order grid_orders[2];  // where the grid meets, by turns
  races::Contexts *contexts = nullptr;
};

// The first failure wins; the launch stops.
void report_failure(const Launch &launch, Failure failure, const std::string &message);
// "kernel k, block (..), thread (..): "
std::string describe(const Fiber &fiber);

// Runs every thread of the grid; says how it ended and fills in launch.message.
Failure run(Launch &launch);

}  // namespace gravmf::emulator
