// Asynchronous copies to shared memory: done at once here.
#pragma once

#include <cstring>

#include "cuda_runtime.h"

inline void __pipeline_memcpy_async(void *shared, const void *global, std::size_t bytes, std::size_t zeros = 0) {
  auto misaligned = (reinterpret_cast<std::uintptr_t>(shared) | reinterpret_cast<std::uintptr_t>(global)) & (bytes - 1);
  assert((bytes == 4 || bytes == 8 || bytes == 16) && misaligned == 0);
  std::memcpy(shared, global, bytes - zeros);
  std::memset(static_cast<char *>(shared) + bytes - zeros, 0, zeros);
}
inline void __pipeline_commit() {}
inline void __pipeline_wait_prior(std::size_t) {}
