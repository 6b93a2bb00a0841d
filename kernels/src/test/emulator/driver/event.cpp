// Events: marks in streams, and the time between two of them.
#include <chrono>

#include "record.h"
#include "state.h"

namespace {

double now_in_milliseconds() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

using namespace gravmf::emulator;

DRIVER cuEventCreate(CUevent *event, unsigned flags) {
  BEGIN_CALL(kContext);
  if (event == nullptr) return CUDA_ERROR_INVALID_VALUE;
  *event = new Event;
  (*event)->context = current_context();
  (*event)->flags = flags;
  state().events.insert(*event);
  record("event", word(*event), flags);
  return CUDA_SUCCESS;
}

DRIVER cuEventDestroy_v2(CUevent event) {
  BEGIN_RELEASE(kContext);
  if (state().events.erase(event) == 0) return call.answer(CUDA_ERROR_INVALID_HANDLE);
  record("destroy_event", word(event));
  delete event;
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuEventRecord(CUevent event, CUstream stream) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr || state().events.count(event) == 0) return CUDA_ERROR_INVALID_HANDLE;
  record("record", word(event), word(stream));
  event->marker = nullptr;
  event->capture = stream->capture;
  event->nodes = stream->last_nodes;
  if (stream->capture != nullptr) return CUDA_SUCCESS;
  auto marker = std::make_shared<Marker>();
  marker->stream = stream;
  event->marker = marker;
  return submit(stream, [marker] {
    marker->passed = true;
    marker->order.release();
    races::Unseen unseen;
    marker->milliseconds = now_in_milliseconds();
    return CUDA_SUCCESS;
  });
}

DRIVER cuEventSynchronize(CUevent event) {
  BEGIN_CALL(kContext);
  if (state().events.count(event) == 0) return CUDA_ERROR_INVALID_HANDLE;
  if (event->capture != nullptr) return CUDA_ERROR_CAPTURED_EVENT;
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  record("wait_for_event", word(event));
  if (event->marker != nullptr) run_until(*event->marker);
  return event->context->broken;
}

DRIVER cuEventQuery(CUevent event) {
  BEGIN_CALL(kContext);
  if (state().events.count(event) == 0) return CUDA_ERROR_INVALID_HANDLE;
  if (event->capture != nullptr) return CUDA_ERROR_CAPTURED_EVENT;
  if (event->marker == nullptr) return CUDA_SUCCESS;
  bool passed = event->marker->passed;
  run_until(*event->marker);  // so that a loop that asks comes to an end
  if (passed) return CUDA_SUCCESS;
  return event->context->broken != CUDA_SUCCESS ? event->context->broken : CUDA_ERROR_NOT_READY;
}

DRIVER cuEventElapsedTime(float *milliseconds, CUevent start, CUevent end) {
  BEGIN_CALL(kContext);
  for (CUevent event : {start, end}) {
    bool usable = state().events.count(event) != 0 && (event->flags & CU_EVENT_DISABLE_TIMING) == 0;
    if (!usable || event->marker == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  }
  if (!start->marker->passed || !end->marker->passed) return CUDA_ERROR_NOT_READY;
  *milliseconds = static_cast<float>(end->marker->milliseconds - start->marker->milliseconds);
  return CUDA_SUCCESS;
}
