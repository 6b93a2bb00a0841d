// The part of cooperative groups that synchronises a grid or a block.
#pragma once

#include "cuda_runtime.h"

namespace cooperative_groups {

class grid_group {
 public:
  // A function of the group in CUDA; here a default argument finds the caller's line.
  void sync(int line = __builtin_LINE()) const { gravmf::emulator::grid_barrier(static_cast<unsigned>(line)); }
  unsigned long long num_blocks() const { return 1ull * gridDim.x * gridDim.y * gridDim.z; }
  unsigned long long size() const { return num_blocks() * blockDim.x * blockDim.y * blockDim.z; }
  unsigned long long block_rank() const { return (1ull * blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x; }
  unsigned long long thread_rank() const {
    unsigned long long in_block = (1ull * threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;
    return block_rank() * blockDim.x * blockDim.y * blockDim.z + in_block;
  }
  bool is_valid() const { return true; }
};

class thread_block {
 public:
  void sync(int line = __builtin_LINE()) const {
    gravmf::emulator::barrier(static_cast<unsigned>(line), gravmf::emulator::Barrier::kCount, 0);
  }
  unsigned size() const { return blockDim.x * blockDim.y * blockDim.z; }
  unsigned num_threads() const { return size(); }
  unsigned thread_rank() const { return (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x; }
};

inline grid_group this_grid() { return {}; }
inline thread_block this_thread_block() { return {}; }
inline void sync(const grid_group &group, int line = __builtin_LINE()) { group.sync(line); }
inline void sync(const thread_block &group, int line = __builtin_LINE()) { group.sync(line); }

}  // namespace cooperative_groups
