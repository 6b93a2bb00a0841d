// A kernel that reads or writes where it must not, or divides by zero, ends its launch and not the process.
//
// Every device allocation lies between pages that cannot be touched (driver/memory.cpp). The signal handler looks whether
// the stack pointer lies on a fiber's stack; if so the fiber goes to its end instead of on. All other signals are passed to
// whoever handled them before: in a JVM, that is the JVM.
#include <signal.h>
#include <ucontext.h>

#include <array>
#include <atomic>
#include <mutex>

#include "runner.h"

namespace gravmf::emulator {

namespace {

constexpr std::size_t kMaxRunners = 4096;
constexpr std::array<int, 4> kSignals{SIGSEGV, SIGBUS, SIGFPE, SIGILL};
constexpr int kInterrupt = SIGILL;

struct Range {
  std::uintptr_t begin, end;
};

std::array<Range, kMaxRunners> ranges;
std::atomic<std::size_t> range_count{0};
std::array<struct sigaction, kSignals.size()> previous;

bool on_fiber(std::uintptr_t stack_pointer) {
  std::size_t count = range_count.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < count; ++i) {
    if (stack_pointer >= ranges[i].begin && stack_pointer < ranges[i].end) return true;
  }
  return false;
}

std::string hexadecimal(const void *address) {
  char text[32];
  std::snprintf(text, sizeof text, "%p", address);
  return text;
}

// Where a fiber goes that has faulted.
[[noreturn]] void end_fiber(int signal, const void *address) {
  Fiber *self = current();
  Failure failure = Failure::kIllegalAddress;
  std::string what = "illegal access to address " + hexadecimal(address);
  if (signal == SIGFPE) {
    failure = Failure::kLaunchFailed;
    what = "integer division by zero";
  } else if (signal == SIGILL) {
    failure = Failure::kIllegalInstruction;
    what = "trap: a misaligned access, an index outside a __shared__ or local array, or __trap()";
  } else if (address == nullptr) {
    what = "misaligned vector access or illegal address";
  }
  report_failure(*self->block->launch, failure, describe(*self) + what);
  self->block->failed = true;
  switch_fiber(self, &self->block->scheduler);
  __builtin_unreachable();
}

// Sent by interrupt_fiber, not raised by an instruction.
bool is_interrupt(int signal, const siginfo_t *info) { return signal == kInterrupt && info->si_code == SI_TKILL; }

void handle(int signal, siginfo_t *info, void *context) {
  auto *registers = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
  auto stack_pointer = static_cast<std::uintptr_t>(registers[REG_RSP]);
  if (on_fiber(stack_pointer)) {
    // Below the red zone, as if end_fiber had been called.
    registers[REG_RSP] = static_cast<greg_t>(((stack_pointer - 256) & ~std::uintptr_t{15}) - 8);
    registers[REG_RDI] = signal;
    registers[REG_RSI] = static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(info->si_addr));
    registers[REG_RIP] = static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(&end_fiber));
    return;
  }
  if (is_interrupt(signal, info)) return;  // between two fibers
  for (std::size_t i = 0; i < kSignals.size(); ++i) {
    if (kSignals[i] != signal) continue;
    const struct sigaction &old = previous[i];
    if ((old.sa_flags & SA_SIGINFO) != 0) {
      old.sa_sigaction(signal, info, context);
    } else if (old.sa_handler == SIG_DFL) {
      sigaction(signal, &old, nullptr);  // happens again, and ends the process
    } else if (old.sa_handler != SIG_IGN) {
      old.sa_handler(signal);
    }
  }
}

}  // namespace

void interrupt_fiber(pthread_t thread) { pthread_kill(thread, kInterrupt); }

void add_stacks(const void *begin, std::size_t bytes) {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  std::size_t count = range_count.load();
  if (count == kMaxRunners) return;
  auto address = reinterpret_cast<std::uintptr_t>(begin);
  ranges[count] = {address, address + bytes};
  range_count.store(count + 1, std::memory_order_release);
}

void catch_faults() {
  static std::once_flag once;
  std::call_once(once, [] {
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
      struct sigaction action {};
      action.sa_sigaction = handle;
      action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER;
      sigemptyset(&action.sa_mask);
      sigaction(kSignals[i], &action, &previous[i]);
    }
  });
}

}  // namespace gravmf::emulator
