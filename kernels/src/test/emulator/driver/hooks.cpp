#include "hooks.h"

#include "state.h"

using namespace gravmf::emulator;

DRIVER gravmf_emulator_call(const char *name, bool needs_context) {
  return Call(name, needs_context ? Needs::kContext : Needs::kInit).refusal();
}

DRIVER gravmf_emulator_submit(CUstream stream, const std::function<CUresult()> &operation) {
  std::lock_guard lock(state().mutex);
  return submit(stream, operation);
}

DRIVER gravmf_emulator_check(const char *name, const void *address, std::size_t bytes) {
  std::lock_guard lock(state().mutex);
  return check_range(name, reinterpret_cast<std::uintptr_t>(address), bytes, false);
}

DRIVER gravmf_emulator_count_blas_handle(int change) {
  std::lock_guard lock(state().mutex);
  state().counters.blas_handles += change;
  return CUDA_SUCCESS;
}
