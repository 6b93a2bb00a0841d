// What the cuBLAS double uses of the emulated driver.
#pragma once

#include <functional>

#include "api.h"

// Counts a call and says whether it goes on: a fault may be armed for it by its name.
DRIVER gravmf_emulator_call(const char *name, bool needs_context);
// Work for a stream, in its order; captured where the stream is being captured.
DRIVER gravmf_emulator_submit(CUstream stream, const std::function<CUresult()> &operation);
// Whether device memory holds this range.
DRIVER gravmf_emulator_check(const char *name, const void *address, std::size_t bytes);
DRIVER gravmf_emulator_count_blas_handle(int change);
