// What kernels do, counted: for predictions of their time (docs/gpu.md). Only where the kernels are built in the form `counts`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>

namespace gravmf::emulator {
struct Block;
}

namespace gravmf::emulator::counts {

// Of one block. Not thread-local: that memory is the kernels' (runner.cpp).
struct Counted;

#ifdef GRAVMF_COUNTS

// Of each multiprocessor, in bytes; before the first launch.
void set_own_cache(std::size_t bytes);
// Given by the driver.
bool is_device_memory(std::uintptr_t address);

void begin_block(Block &block, std::size_t number);
void end_block(Block &block);
void count_barrier(Block &block);
// Before a block meets the others of its grid.
void meet(Block &block);
void count_launch(const char *kernel, bool cooperative);
void count_fma();
void print(FILE *to);

#else

inline void begin_block(Block &, std::size_t) {}
inline void end_block(Block &) {}
inline void count_barrier(Block &) {}
inline void meet(Block &) {}
inline void count_launch(const char *, bool) {}

#endif

}  // namespace gravmf::emulator::counts
