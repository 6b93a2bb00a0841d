// Runs blocks, one after the other, on the host thread that owns it.
#pragma once

#include <pthread.h>

#include <memory>

#include "launch.h"

namespace gravmf::emulator {

// All blocks of a cooperative launch wait here for each other.
class GridBarrier {
 public:
  explicit GridBarrier(unsigned blocks);
  ~GridBarrier();
  // False: the launch has failed.
  bool wait(const Launch &launch);
  // A block has returned; those that wait for it never go on.
  void leave(const Launch &launch);
  void abandon();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class Runner {
 public:
  Runner();
  ~Runner();
  Runner(const Runner &) = delete;
  Runner &operator=(const Runner &) = delete;

  // `contexts`: of its threads, see races.h.
  void run_block(const Launch &launch, std::size_t block_number, void **contexts = nullptr);

 private:
  void prepare(const Launch &launch, std::size_t block_number);
  void schedule(const Launch &launch);
  bool release(const Launch &launch);
  void run_warps(bool &progress);
  bool any_runnable() const;
  void renew_memory();

  unsigned char *stacks_;
  unsigned char *shared_;  // ends at a page that cannot be touched
  unsigned warp_count_ = 0;
  unsigned threads_ = 0;
  std::uint64_t random_ = 0;  // not 0: the state of the chance by which warps take turns
  void **contexts_ = nullptr;
  std::unique_ptr<races::Order[]> orders_;
  Block block_{};
  Warp warps_[kMaxWarps]{};
};

// Catches the faults of kernels: installs the signal handlers, once a process.
void catch_faults();
// Ends the fiber that the thread is running, if it is running one.
void interrupt_fiber(pthread_t thread);
// A range of addresses that holds the stacks of fibers.
void add_stacks(const void *begin, std::size_t bytes);

}  // namespace gravmf::emulator
