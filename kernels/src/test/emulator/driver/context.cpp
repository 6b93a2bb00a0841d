// Contexts: primary ones, counted, and others; each thread has a stack of them.
#include <algorithm>

#include "record.h"
#include "state.h"

namespace gravmf::emulator {

namespace {

Context *make_context(int device, bool primary, unsigned flags) {
  auto *context = new Context;
  context->device = device;
  context->primary = primary;
  context->flags = flags;
  context->null_stream = new Stream;
  context->null_stream->context = context;
  state().contexts.insert(context);
  return context;
}

template <typename T>
void forget(std::unordered_set<T *> &all, Context *context) {
  for (auto it = all.begin(); it != all.end();) {
    if ((*it)->context == context) {
      delete *it;
      it = all.erase(it);
    } else {
      ++it;
    }
  }
}

bool exists(CUdevice device) { return device >= 0 && device < state().settings.devices; }

}  // namespace

void destroy_context(Context *context) {
  State &s = state();
  run_all(context);
  forget_memory(context);
  forget_modules(context);
  forget(s.streams, context);
  forget(s.events, context);
  forget(s.graph_execs, context);
  delete context->null_stream;
  s.contexts.erase(context);
  auto &stack = context_stack();
  if (!stack.empty() && stack.back() == context) stack.pop_back();
  delete context;
}

}  // namespace gravmf::emulator

using namespace gravmf::emulator;

DRIVER cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  auto &[primary, retained] = state().primary[device];
  if (primary == nullptr) primary = make_context(device, true, 0);
  ++retained;
  *context = primary;
  return CUDA_SUCCESS;
}

DRIVER cuDevicePrimaryCtxRelease_v2(CUdevice device) {
  BEGIN_RELEASE(kInit);
  auto found = state().primary.find(device);
  if (found == state().primary.end() || found->second.second == 0) return call.answer(CUDA_ERROR_INVALID_CONTEXT);
  if (--found->second.second == 0) {
    destroy_context(found->second.first);
    state().primary.erase(found);
  }
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuDevicePrimaryCtxReset_v2(CUdevice device) {
  BEGIN_RELEASE(kInit);
  auto found = state().primary.find(device);
  if (found != state().primary.end()) {
    destroy_context(found->second.first);
    state().primary.erase(found);
  }
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuDevicePrimaryCtxGetState(CUdevice device, unsigned *flags, int *active) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  *flags = 0;
  *active = state().primary.count(device) != 0;
  return CUDA_SUCCESS;
}

DRIVER cuDevicePrimaryCtxSetFlags_v2(CUdevice device, unsigned) {
  BEGIN_CALL(kInit);
  return exists(device) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_DEVICE;
}

DRIVER cuCtxCreate_v2(CUcontext *context, unsigned flags, CUdevice device) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  *context = make_context(device, false, flags);
  record("create", word(*context));
  context_stack().push_back(*context);
  return CUDA_SUCCESS;
}

DRIVER cuCtxDestroy_v2(CUcontext context) {
  BEGIN_RELEASE(kInit);
  if (state().contexts.count(context) == 0 || context->primary) return call.answer(CUDA_ERROR_INVALID_CONTEXT);
  record("destroy", word(context));
  destroy_context(context);
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuCtxPushCurrent_v2(CUcontext context) {
  BEGIN_CALL(kInit);
  if (state().contexts.count(context) == 0) return CUDA_ERROR_INVALID_CONTEXT;
  context_stack().push_back(context);
  record("push", word(context));
  return CUDA_SUCCESS;
}

DRIVER cuCtxPopCurrent_v2(CUcontext *context) {
  BEGIN_RELEASE(kInit);
  if (context_stack().empty()) return call.answer(CUDA_ERROR_INVALID_CONTEXT);
  if (context != nullptr) *context = context_stack().back();
  context_stack().pop_back();
  record("pop");
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuCtxSetCurrent(CUcontext context) {
  BEGIN_CALL(kInit);
  if (context != nullptr && state().contexts.count(context) == 0) return CUDA_ERROR_INVALID_CONTEXT;
  auto &stack = context_stack();
  if (!stack.empty()) stack.pop_back();
  if (context != nullptr) stack.push_back(context);
  return CUDA_SUCCESS;
}

DRIVER cuCtxGetCurrent(CUcontext *context) {
  BEGIN_CALL(kInit);
  *context = current_context();
  return CUDA_SUCCESS;
}

DRIVER cuCtxGetDevice(CUdevice *device) {
  BEGIN_CALL(kContext);
  *device = current_context()->device;
  return CUDA_SUCCESS;
}

DRIVER cuCtxGetFlags(unsigned *flags) {
  BEGIN_CALL(kContext);
  *flags = current_context()->flags;
  return CUDA_SUCCESS;
}

DRIVER cuCtxGetStreamPriorityRange(int *least, int *greatest) {
  BEGIN_CALL(kContext);
  if (least != nullptr) *least = 0;
  if (greatest != nullptr) *greatest = 0;
  return CUDA_SUCCESS;
}

DRIVER cuCtxSetCacheConfig(int) {
  BEGIN_CALL(kContext);
  return CUDA_SUCCESS;
}

DRIVER cuCtxSynchronize() {
  BEGIN_CALL(kContext);
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  record("wait_for_context");
  return run_all(current_context());
}
