// Where a thread stands in its block and grid, barriers and fences.
#pragma once

#include <chrono>

#include "../runtime/block.h"

#define threadIdx (gravmf::emulator::current()->thread_index)
#define blockIdx (gravmf::emulator::current()->block->block_index)
#define blockDim (gravmf::emulator::current()->block->block_dim)
#define gridDim (gravmf::emulator::current()->block->grid_dim)

constexpr int warpSize = 32;

// The line tells barriers apart: all threads of a block wait at the same one.
#define __syncthreads() ((void)gravmf::emulator::barrier(__LINE__, gravmf::emulator::Barrier::kCount, 0))
#define __syncthreads_count(p) gravmf::emulator::barrier(__LINE__, gravmf::emulator::Barrier::kCount, (p))
#define __syncthreads_and(p) gravmf::emulator::barrier(__LINE__, gravmf::emulator::Barrier::kAnd, (p))
#define __syncthreads_or(p) gravmf::emulator::barrier(__LINE__, gravmf::emulator::Barrier::kOr, (p))

#ifdef GRAVMF_RACES
inline void __threadfence() { gravmf::emulator::fence(false); }
inline void __threadfence_block() { gravmf::emulator::fence(true); }
inline void __threadfence_system() { gravmf::emulator::fence(false); }
#else
inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
#endif
inline void __nanosleep(unsigned) { gravmf::emulator::yield(); }
[[noreturn]] inline void __trap() { __builtin_trap(); }

inline long long clock64() { return std::chrono::steady_clock::now().time_since_epoch().count(); }
inline unsigned long long __globaltimer() { return static_cast<unsigned long long>(clock64()); }
