// Streams: queues of work that run when something waits for them, in the order of their calls.
#include <algorithm>

#include "record.h"
#include "state.h"

namespace gravmf::emulator {

namespace {

// A driver's queue is not endless either: beyond this the oldest work runs.
constexpr std::size_t kQueueLimit = 4096;

void step(Stream *stream) {
  Queued next = std::move(stream->queue.front());
  stream->queue.pop_front();
  Context *context = stream->context;
  races::Scope scope(stream->agent);
  next.asked->acquire();
  // What follows an error in a context does not run.
  if (context->broken == CUDA_SUCCESS) {
    CUresult result = next.run();
    // What it waited for may have failed, although the waiting did not.
    if (context->broken == CUDA_SUCCESS) context->broken = result;
  }
  stream->order.release();
}

bool exists(Stream *stream) {
  const auto &contexts = state().contexts;
  return state().streams.count(stream) != 0 || std::any_of(contexts.begin(), contexts.end(), [&](Context *context) {
           return context->null_stream == stream;
         });
}

template <typename F>
void for_streams(Context *context, F action) {
  for (Stream *stream : state().streams) {
    if (stream->context == context) action(stream);
  }
}

bool capturing(Context *context) {
  bool any = false;
  for_streams(context, [&](Stream *stream) { any |= stream->capture != nullptr && stream->blocking; });
  return any;
}

void invalidate_captures(Context *context) {
  for_streams(context, [](Stream *stream) {
    if (stream->capture != nullptr) stream->capture->invalid = true;
  });
}

CUresult add_node(Stream *stream, const Operation &operation, const std::string &what) {
  Capture &capture = *stream->capture;
  if (capture.invalid) return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
  capture.graph->nodes.push_back({operation, what, stream->last_nodes});
  stream->last_nodes = {capture.graph->nodes.size() - 1};
  return CUDA_SUCCESS;
}

void run_before(Stream *first, Stream *second) {
  while (!first->queue.empty()) step(first);
  races::Scope scope(second->agent);
  first->order.acquire();
}

// The null stream and the blocking ones wait for each other.
CUresult wait_for_null_stream_rules(Stream *stream) {
  Context *context = stream->context;
  if (stream == context->null_stream) {
    if (capturing(context)) {
      invalidate_captures(context);
      return CUDA_ERROR_STREAM_CAPTURE_IMPLICIT;
    }
    for_streams(context, [stream](Stream *other) {
      if (other->blocking) run_before(other, stream);
    });
  } else if (stream->blocking) {
    run_before(context->null_stream, stream);
  }
  return context->broken;
}

}  // namespace

Stream *resolve(Stream *stream) {
  auto handle = reinterpret_cast<std::uintptr_t>(stream);
  Stream *null_stream = current_context()->null_stream;
  if (handle <= 1 || stream == null_stream) return null_stream;  // 1: CU_STREAM_LEGACY
  return state().streams.count(stream) != 0 && stream->context == current_context() ? stream : nullptr;
}

CUresult submit(Stream *stream, const Operation &operation, const std::string &what) {
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (stream->capture != nullptr) return add_node(stream, operation, what);
  if (CUresult refused = wait_for_null_stream_rules(stream); refused != CUDA_SUCCESS) return refused;
  auto asked = std::make_shared<races::Order>();
  asked->release();
  stream->queue.push_back({operation, asked});
  if (stream->queue.size() > kQueueLimit) step(stream);
  return CUDA_SUCCESS;
}

void run_all(Stream *stream) {
  while (!stream->queue.empty()) step(stream);
  stream->order.acquire();
}

CUresult run_all(Context *context) {
  run_all(context->null_stream);
  for_streams(context, [](Stream *stream) { run_all(stream); });
  return context->broken;
}

void run_until(const Marker &marker) {
  // A marker that never passes is one of a stream that met an error; the stream may be gone.
  while (!marker.passed && exists(marker.stream) && !marker.stream->queue.empty()) step(marker.stream);
  if (marker.passed) marker.order.acquire();
}

CUresult run_now(const Operation &operation) {
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  Context *context = current_context();
  if (CUresult refused = submit(context->null_stream, operation); refused != CUDA_SUCCESS) return refused;
  run_all(context->null_stream);
  return context->broken;
}

CUresult forbidden_by_capture() {
  bool forbidden = false;
  for_streams(current_context(), [&](Stream *stream) {
    if (stream->capture != nullptr && stream->capture->mode != CU_STREAM_CAPTURE_MODE_RELAXED) {
      stream->capture->invalid = true;
      forbidden = true;
    }
  });
  return forbidden ? CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED : CUDA_SUCCESS;
}

}  // namespace gravmf::emulator

using namespace gravmf::emulator;

DRIVER cuStreamCreate(CUstream *stream, unsigned flags) {
  BEGIN_CALL(kContext);
  if (stream == nullptr || flags > CU_STREAM_NON_BLOCKING) return CUDA_ERROR_INVALID_VALUE;
  *stream = new Stream;
  (*stream)->context = current_context();
  (*stream)->flags = flags;
  (*stream)->blocking = (flags & CU_STREAM_NON_BLOCKING) == 0;
  state().streams.insert(*stream);
  record("stream", word(*stream), flags);
  return CUDA_SUCCESS;
}

DRIVER cuStreamCreateWithPriority(CUstream *stream, unsigned flags, int) { return cuStreamCreate(stream, flags); }

DRIVER cuStreamDestroy_v2(CUstream stream) {
  BEGIN_RELEASE(kContext);
  if (state().streams.count(stream) == 0) return call.answer(CUDA_ERROR_INVALID_HANDLE);
  record("destroy_stream", word(stream));
  run_all(stream);
  if (stream->capture != nullptr) stream->capture->invalid = true;
  state().streams.erase(stream);
  delete stream;
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuStreamSynchronize(CUstream stream) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  record("wait_for_stream", word(stream));
  if (stream == stream->context->null_stream) {
    if (CUresult failed = wait_for_null_stream_rules(stream); failed != CUDA_SUCCESS) return failed;
  }
  run_all(stream);
  return stream->context->broken;
}

// Not ready as long as there is work, of which a little is done each time.
DRIVER cuStreamQuery(CUstream stream) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  if (stream->queue.empty()) {
    stream->order.acquire();
    return CUDA_SUCCESS;
  }
  step(stream);
  return stream->context->broken != CUDA_SUCCESS ? stream->context->broken : CUDA_ERROR_NOT_READY;
}

DRIVER cuStreamGetFlags(CUstream stream, unsigned *flags) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  *flags = stream->flags;
  return CUDA_SUCCESS;
}

DRIVER cuStreamGetCtx(CUstream stream, CUcontext *context) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  *context = stream->context;
  return CUDA_SUCCESS;
}

DRIVER cuStreamWaitEvent(CUstream stream, CUevent event, unsigned) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr || state().events.count(event) == 0) return CUDA_ERROR_INVALID_HANDLE;
  record("stream_waits", word(stream), word(event));
  if (event->capture != nullptr) {
    // The stream joins the capture that the event belongs to.
    if (stream->capture == nullptr) {
      stream->capture = event->capture;
      stream->last_nodes.clear();
    } else if (stream->capture != event->capture) {
      stream->capture->invalid = true;
      return CUDA_ERROR_STREAM_CAPTURE_ISOLATION;
    }
    stream->last_nodes.insert(stream->last_nodes.end(), event->nodes.begin(), event->nodes.end());
    return CUDA_SUCCESS;
  }
  if (stream->capture != nullptr) {
    stream->capture->invalid = true;
    return CUDA_ERROR_STREAM_CAPTURE_ISOLATION;
  }
  if (event->marker == nullptr) return CUDA_SUCCESS;
  return submit(stream, [marker = event->marker] {
    run_until(*marker);
    return CUDA_SUCCESS;
  });
}
