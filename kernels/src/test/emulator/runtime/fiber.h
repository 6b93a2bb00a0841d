// One fiber stands for one CUDA thread: its own stack, switched without a system call.
//
// A stack takes 64 KiB of address space, aligned to its size, so that the stack pointer alone says which thread is
// running: nothing has to be looked up in thread-local storage, which holds the kernels' __shared__ variables (see
// block.h). The Fiber lies above its stack, at a place that differs from one stack to the next: at the same offset,
// all of them would share a few cache sets.
#pragma once

#include <cstddef>
#include <cstdint>

#include "races.h"

#if !defined(__x86_64__)
#error "The emulated driver is for x86-64, as JCuda's native libraries are"
#endif

namespace gravmf::emulator {

constexpr std::size_t kStackBytes = 64 * 1024;
constexpr std::uintptr_t kFiberOffset = 0xC000;
constexpr std::uintptr_t kFiberColours = 0x3F00;  // 64 places, 256 bytes apart

struct Index3 {
  unsigned x, y, z;
};

struct Block;
struct Warp;

struct Fiber {
  void *stack_pointer;
  void *frame_pointer;
  void *program_counter;
  Warp *warp;
  Block *block;
  Index3 thread_index;
  unsigned lane;
  unsigned barrier_line;  // where it waits, for the message about a deadlock
  void *context;          // see races.h
  bool fenced_block, fenced;  // has passed a fence of that scope
};

// The fiber whose stack holds this address.
inline Fiber *fiber_of(std::uintptr_t stack_address) {
  std::uintptr_t base = stack_address & ~(kStackBytes - 1);
  return reinterpret_cast<Fiber *>(base + kFiberOffset + ((stack_address >> 8) & kFiberColours));
}

// The compiler may compute this once a function: a fiber never leaves its stack.
inline Fiber *current() {
  std::uintptr_t sp;
  asm("mov %%rsp, %0" : "=r"(sp));
  return fiber_of(sp);
}

#ifdef __AVX512F__
#define GRAVMF_AVX512_REGISTERS                                                                                       \
  , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", "xmm27", "xmm28", \
      "xmm29", "xmm30", "xmm31", "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"
#else
#define GRAVMF_AVX512_REGISTERS
#endif

// Goes on with `to`; returns when something switches back to `from`. It is inlined and jumps: behind a call, the return
// would be one that the processor's prediction gets wrong nearly every time, and costs several times the switch.
[[gnu::always_inline]] inline void switch_fiber(Fiber *from, Fiber *to) {
  races::enter(to->context);
  asm volatile(
      "mov %%rsp, 0(%0)\n\t"
      "mov %%rbp, 8(%0)\n\t"
      "lea 1f(%%rip), %%rax\n\t"
      "mov %%rax, 16(%0)\n\t"
      "mov 0(%1), %%rsp\n\t"
      "mov 8(%1), %%rbp\n\t"
      "jmp *16(%1)\n"
      "1:"
      : "+D"(from), "+S"(to)
      :
      : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm1", "xmm2", "xmm3",
        "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "memory",
        "cc" GRAVMF_AVX512_REGISTERS);
}

#undef GRAVMF_AVX512_REGISTERS

}  // namespace gravmf::emulator
