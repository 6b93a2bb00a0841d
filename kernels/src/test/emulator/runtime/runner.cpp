#include "counts.h"
#include "runner.h"

#include <link.h>
#include <sys/mman.h>

#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

namespace gravmf::emulator {

[[noreturn]] void fiber_main();

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kSharedMapping = (kMaxSharedBytes + kPage - 1) / kPage * kPage;

unsigned char *map(std::size_t bytes) {
  void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return static_cast<unsigned char *>(memory);
}

struct ThreadStorage {
  void *begin;
  std::size_t bytes;
};

// Without it this library might have no thread-local segment at all.
thread_local char storage_marker;

// The thread-local segment of this library on the calling thread. On a runner's thread it holds the kernels' __shared__
// variables and nothing that lives.
ThreadStorage thread_storage() {
  volatile char *touch = &storage_marker;
  *touch = 0;
  ThreadStorage found{nullptr, 0};
  dl_iterate_phdr(
      [](dl_phdr_info *info, std::size_t, void *result) {
        auto inside = reinterpret_cast<std::uintptr_t>(&thread_storage);
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          const ElfW(Phdr) &header = info->dlpi_phdr[i];
          std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
          if (header.p_type == PT_LOAD && inside >= begin && inside < begin + header.p_memsz) {
            for (int j = 0; j < info->dlpi_phnum; ++j) {
              if (info->dlpi_phdr[j].p_type == PT_TLS) {
                *static_cast<ThreadStorage *>(result) = {info->dlpi_tls_data, info->dlpi_phdr[j].p_memsz};
              }
            }
            return 1;
          }
        }
        return 0;
      },
      &found);
  return found;
}

}  // namespace

struct GridBarrier::State {
  std::mutex mutex;
  std::condition_variable changed;
  unsigned blocks;
  unsigned waiting = 0;
  unsigned returned = 0;
  unsigned generation = 0;
  bool abandoned = false;
};

GridBarrier::GridBarrier(unsigned blocks) : state_(std::make_unique<State>()) { state_->blocks = blocks; }
GridBarrier::~GridBarrier() = default;

bool GridBarrier::wait(const Launch &launch) {
  std::unique_lock lock(state_->mutex);
  if (state_->returned != 0) {
    report_failure(launch, Failure::kLaunchFailed, "a block waits for the grid after another block has returned");
    state_->abandoned = true;
    state_->changed.notify_all();
  }
  if (state_->abandoned) return false;
  if (++state_->waiting == state_->blocks) {
    state_->waiting = 0;
    ++state_->generation;
    state_->changed.notify_all();
    return true;
  }
  unsigned generation = state_->generation;
  state_->changed.wait(lock, [&] { return state_->generation != generation || state_->abandoned; });
  return state_->generation != generation;
}

void GridBarrier::leave(const Launch &launch) {
  std::lock_guard lock(state_->mutex);
  ++state_->returned;
  if (state_->waiting != 0) {
    report_failure(launch, Failure::kLaunchFailed, "a block has returned while others wait for the grid");
    state_->abandoned = true;
    state_->changed.notify_all();
  }
}

void GridBarrier::abandon() {
  std::lock_guard lock(state_->mutex);
  state_->abandoned = true;
  state_->changed.notify_all();
}

Runner::Runner() {
  unsigned char *raw = map((kMaxThreads + 1) * kStackBytes);
  auto address = (reinterpret_cast<std::uintptr_t>(raw) + kStackBytes - 1) & ~(kStackBytes - 1);
  stacks_ = reinterpret_cast<unsigned char *>(address);
  orders_ = std::make_unique<races::Order[]>(4);
  add_stacks(stacks_, kMaxThreads * kStackBytes);
  shared_ = map(kSharedMapping + kPage);
  mprotect(shared_ + kSharedMapping, kPage, PROT_NONE);
  for (unsigned thread = 0; thread < kMaxThreads; ++thread) {
    Fiber *fiber = fiber_of(reinterpret_cast<std::uintptr_t>(stacks_ + thread * kStackBytes));
    Warp &warp = warps_[thread / kWarpSize];
    warp.lanes[thread % kWarpSize] = fiber;
  }
}

// Runners live as long as the process: their threads are never joined.
Runner::~Runner() = default;

void Runner::prepare(const Launch &launch, std::size_t block_number) {
  const Index3 &dim = launch.block;
  threads_ = dim.x * dim.y * dim.z;
  warp_count_ = (threads_ + kWarpSize - 1) / kWarpSize;
  if (races::kEnabled) renew_memory();
  std::size_t shared_bytes = (launch.dynamic_shared_bytes + 15) & ~std::size_t{15};
  std::size_t row = block_number / launch.grid.x;
  block_ = {};
  block_.block_index = {static_cast<unsigned>(block_number % launch.grid.x), static_cast<unsigned>(row % launch.grid.y),
                        static_cast<unsigned>(row / launch.grid.y)};
  block_.block_dim = dim;
  block_.grid_dim = launch.grid;
  block_.dynamic_shared = shared_ + kSharedMapping - shared_bytes;
  block_.live = threads_;
  block_.launch = &launch;
  block_.scheduler.context = races::current();
  block_.orders = orders_.get();
  random_ = launch.seed != 0 ? launch.seed * 0x2545F4914F6CDD1Du + block_number + 1 : 0;
  std::memset(block_.dynamic_shared, 0xFF, shared_bytes);
  ThreadStorage statics = thread_storage();
  std::memset(statics.begin, 0xFF, statics.bytes);
  block_.static_shared = reinterpret_cast<std::uintptr_t>(statics.begin);
  block_.static_shared_end = block_.static_shared + statics.bytes;

  for (unsigned thread = 0; thread < threads_; ++thread) {
    Warp &warp = warps_[thread / kWarpSize];
    Fiber *fiber = warp.lanes[thread % kWarpSize];
    // As if called: the stack is 8 bytes off a multiple of 16.
    fiber->stack_pointer = reinterpret_cast<unsigned char *>(fiber) - 24;
    fiber->frame_pointer = nullptr;
    fiber->program_counter = reinterpret_cast<void *>(&fiber_main);
    fiber->warp = &warp;
    fiber->block = &block_;
    fiber->thread_index = {thread % dim.x, thread / dim.x % dim.y, thread / dim.x / dim.y};
    fiber->lane = thread % kWarpSize;
    fiber->fenced_block = fiber->fenced = false;
#ifdef GRAVMF_RACES
    fiber->context = contexts_[thread];
    std::string name = launch.entry->name + std::string(" block ") + std::to_string(block_number) + " thread " + std::to_string(thread);
    races::name(fiber->context, name.c_str());
#endif
  }
  for (unsigned w = 0; w < warp_count_; ++w) {
    Warp &warp = warps_[w];
    unsigned lanes = threads_ - w * kWarpSize;
    warp.live = lanes >= kWarpSize ? ~0u : (1u << lanes) - 1;
    warp.runnable = warp.live;
    warp.meetings = 0;
    warp.backwards = launch.backwards;
    warp.random = random_ != 0 ? next_random(random_) | 1 : 0;
    warp.order_turn = 0;
    for (std::uint32_t left = warp.order_used; left != 0; left &= left - 1) {
      for (races::Order &order : warp.order[__builtin_ctz(left)]) order = races::Order();
    }
    warp.order_used = 0;
    warp.block = &block_;
    std::memset(warp.arrived, 0, sizeof warp.arrived);
  }
  // The host thread has made all this; the threads of the block come after.
  block_.orders[0].release();
}

// Under the sanitizer each block has memory in which nobody has been before.
void Runner::renew_memory() {
  auto renew = [](void *begin, std::size_t bytes) {
    mmap(begin, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  };
  renew(stacks_, threads_ * kStackBytes);
  renew(shared_, kSharedMapping);
  orders_ = std::make_unique<races::Order[]>(4);
}

[[gnu::noinline]] void Runner::run_warps(bool &progress) {
  for (unsigned i = 0; i < warp_count_ && !block_.failed; ++i) {
    unsigned chosen = warps_[0].backwards ? warp_count_ - 1 - i : i;
    if (random_ != 0) chosen = static_cast<unsigned>(next_random(random_) % warp_count_);
    Warp &warp = warps_[chosen];
    if (warp.runnable == 0) continue;
    progress = true;
    int lane = warp.backwards ? 31 - __builtin_clz(warp.runnable) : __builtin_ctz(warp.runnable);
    if (random_ != 0) lane = static_cast<int>(random_lane(warp));
    switch_fiber(&block_.scheduler, warp.lanes[lane]);
  }
}

bool Runner::any_runnable() const {
  bool any = false;
  for (unsigned w = 0; w < warp_count_; ++w) any |= warps_[w].runnable != 0;
  return any;
}

// Lets those go who wait for the block or the grid, once all of them do. False: nobody can ever go on.
bool Runner::release(const Launch &launch) {
  if (block_.at_barrier == threads_) {
    block_.at_barrier = 0;
    block_.barrier_result = block_.true_predicates;
    block_.true_predicates = 0;
    block_.order_turn ^= 1;
    counts::count_barrier(block_);
  } else if (block_.at_grid == threads_) {
    block_.at_grid = 0;
    block_.grid_turn ^= 1;
    counts::meet(block_);
    if (!launch.grid_barrier->wait(launch)) {
      block_.failed = true;
      return true;
    }
  } else {
    return false;
  }
  for (unsigned w = 0; w < warp_count_; ++w) warps_[w].runnable = warps_[w].live;
  return true;
}

void Runner::schedule(const Launch &launch) {
  while (block_.live != 0 && !block_.failed) {
    bool progress = false;
    run_warps(progress);
    if (launch.failure.load(std::memory_order_relaxed) != Failure::kNone) block_.failed = true;
    if (block_.live == 0 || block_.failed || progress || any_runnable()) continue;
    if (release(launch)) continue;
    unsigned in_warp = block_.live - block_.at_barrier - block_.at_grid;
    std::string where = block_.at_barrier != 0 ? " (line " + std::to_string(block_.barrier_line) + ")" : "";
    report_failure(launch, Failure::kLaunchFailed,
                   "deadlock in block " + std::to_string(block_.block_index.x) + " of kernel " + launch.entry->name + ": of " +
                       std::to_string(threads_) + " threads, " + std::to_string(block_.at_barrier) + " wait at __syncthreads" +
                       where + ", " + std::to_string(block_.at_grid) + " for the grid, " + std::to_string(in_warp) +
                       " for lanes of their warp, " + std::to_string(threads_ - block_.live) + " have returned");
    block_.failed = true;
  }
}

void Runner::run_block(const Launch &launch, std::size_t block_number, void **contexts) {
  contexts_ = contexts;
  prepare(launch, block_number);
  counts::begin_block(block_, block_number);
  schedule(launch);
  counts::end_block(block_);
  if (launch.grid_barrier == nullptr) return;
  if (block_.failed) {
    launch.grid_barrier->abandon();
  } else {
    launch.grid_barrier->leave(launch);
  }
}

}  // namespace gravmf::emulator
