// What kernels do, counted: for predictions of their time (docs/gpu.md). Only where the kernels are built in the form `counts`.
#pragma once

#include <cstdint>
#include <cstdio>

namespace gravmf::emulator::counts {

#ifdef GRAVMF_COUNTS

// Given by the driver.
bool is_device_memory(std::uintptr_t address);

void begin_block(unsigned multiprocessor);
void end_block();
void count_barrier();
void count_grid_barrier();
// Of a cooperative launch, whose blocks run at once, only barriers are counted.
void count_launch(const char *kernel, bool cooperative);
void count_fma();
void print(FILE *to);

#else

inline void begin_block(unsigned) {}
inline void end_block() {}
inline void count_barrier() {}
inline void count_grid_barrier() {}
inline void count_launch(const char *, bool) {}

#endif

}  // namespace gravmf::emulator::counts
