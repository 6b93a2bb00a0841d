// Copies and fills. Every one is checked against the allocations.
#include <cstring>
#include <memory>

#include "record.h"
#include "state.h"

using namespace gravmf::emulator;

namespace {

void *host(std::uintptr_t address) { return reinterpret_cast<void *>(address); }

CUresult check_both(const char *name, std::uintptr_t to, bool to_host, std::uintptr_t from, bool from_host,
                    std::size_t bytes) {
  CUresult result = check_range(name, to, bytes, to_host);
  return result != CUDA_SUCCESS ? result : check_range(name, from, bytes, from_host);
}

// Checked again when it runs: a graph may outlive the memory that it names.
Operation copy(CUdeviceptr to, bool to_host, std::uintptr_t from, bool from_host, std::size_t bytes) {
  return [=] {
    if (check_both("copy", to, to_host, from, from_host, bytes) != CUDA_SUCCESS) return CUDA_ERROR_ILLEGAL_ADDRESS;
    races::read(host(from), bytes);
    races::write(host(to), bytes);
    std::memmove(host(to), host(from), bytes);
    if (to_host) forget_host_bytes(to, bytes);
    return CUDA_SUCCESS;
  };
}

// Ordinary host memory cannot be part of a graph: a program that captures its address depends on it staying there.
CUresult refuse_capture_of_unpinned(const char *name, Stream *stream) {
  if (stream->capture == nullptr) return CUDA_SUCCESS;
  say(std::string(name) + ": captured with host memory that is not pinned");
  stream->capture->invalid = true;
  return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
}

template <typename T>
Operation fill(CUdeviceptr to, T value, std::size_t count) {
  return [=] {
    if (check_range("fill", to, count * sizeof(T), false) != CUDA_SUCCESS) return CUDA_ERROR_ILLEGAL_ADDRESS;
    auto *begin = reinterpret_cast<T *>(to);
    races::write(begin, count * sizeof(T));
    for (std::size_t i = 0; i < count; ++i) begin[i] = value;
    return CUDA_SUCCESS;
  };
}

template <typename T>
CUresult check_fill(const char *name, CUdeviceptr to, std::size_t count) {
  if (to % sizeof(T) != 0 || count > SIZE_MAX / sizeof(T)) return CUDA_ERROR_INVALID_VALUE;
  return check_range(name, to, count * sizeof(T), false);
}

}  // namespace

DRIVER cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, std::size_t bytes) {
  BEGIN_CALL(kContext);
  auto source = reinterpret_cast<std::uintptr_t>(from);
  if (CUresult bad = check_both(__func__, to, false, source, true, bytes); bad != CUDA_SUCCESS) return bad;
  record_with(from, bytes, "upload", to);
  return run_now(copy(to, false, source, true, bytes));
}

DRIVER cuMemcpyDtoH_v2(void *to, CUdeviceptr from, std::size_t bytes) {
  BEGIN_CALL(kContext);
  auto target = reinterpret_cast<std::uintptr_t>(to);
  if (CUresult bad = check_both(__func__, target, true, from, false, bytes); bad != CUDA_SUCCESS) return bad;
  record("download", from, bytes);
  return run_now(copy(target, true, from, false, bytes));
}

DRIVER cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes) {
  BEGIN_CALL(kContext);
  if (CUresult bad = check_both(__func__, to, false, from, false, bytes); bad != CUDA_SUCCESS) return bad;
  record("copy", to, from, bytes);
  return run_now(copy(to, false, from, false, bytes));
}

// From pinned memory the copy happens as late as other work; other memory is read before the call returns.
DRIVER cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, std::size_t bytes, CUstream stream) {
  BEGIN_CALL(kContext);
  auto source = reinterpret_cast<std::uintptr_t>(from);
  if (CUresult bad = check_both(__func__, to, false, source, true, bytes); bad != CUDA_SUCCESS) return bad;
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (bytes == 0 || is_pinned(source)) {
    record("upload_pinned", word(stream), to, source, bytes);
    return submit(stream, copy(to, false, source, true, bytes), "upload");
  }
  if (CUresult bad = refuse_capture_of_unpinned(__func__, stream); bad != CUDA_SUCCESS) return bad;
  record_with(from, bytes, "upload_staged", word(stream), to);
  auto *begin = static_cast<const unsigned char *>(from);
  auto staged = std::make_shared<std::vector<unsigned char>>(begin, begin + bytes);
  return submit(stream, [to, staged] {
    if (check_range("copy", to, staged->size(), false) != CUDA_SUCCESS) return CUDA_ERROR_ILLEGAL_ADDRESS;
    races::write(host(to), staged->size());
    std::memcpy(host(to), staged->data(), staged->size());
    return CUDA_SUCCESS;
  });
}

// Into memory that is not pinned, the copy is complete when the call returns.
DRIVER cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, std::size_t bytes, CUstream stream) {
  BEGIN_CALL(kContext);
  auto target = reinterpret_cast<std::uintptr_t>(to);
  if (CUresult bad = check_both(__func__, target, true, from, false, bytes); bad != CUDA_SUCCESS) return bad;
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (bytes == 0 || is_pinned(target)) {
    record("download_pinned", word(stream), target, from, bytes);
    return submit(stream, copy(target, true, from, false, bytes), "download");
  }
  if (CUresult bad = refuse_capture_of_unpinned(__func__, stream); bad != CUDA_SUCCESS) return bad;
  record("download_staged", word(stream), from, bytes);
  if (CUresult failed = submit(stream, copy(target, true, from, false, bytes)); failed != CUDA_SUCCESS) return failed;
  run_all(stream);
  return stream->context->broken;
}

DRIVER cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes, CUstream stream) {
  BEGIN_CALL(kContext);
  if (CUresult bad = check_both(__func__, to, false, from, false, bytes); bad != CUDA_SUCCESS) return bad;
  record("copy_async", word(resolve(stream)), to, from, bytes);
  return submit(stream, copy(to, false, from, false, bytes), "copy");
}

DRIVER cuMemsetD8_v2(CUdeviceptr to, unsigned char value, std::size_t count) {
  BEGIN_CALL(kContext);
  if (CUresult bad = check_fill<std::uint8_t>(__func__, to, count); bad != CUDA_SUCCESS) return bad;
  record("fill8", to, static_cast<unsigned>(value), count);
  return run_now(fill<std::uint8_t>(to, value, count));
}

DRIVER cuMemsetD32_v2(CUdeviceptr to, unsigned value, std::size_t count) {
  BEGIN_CALL(kContext);
  if (CUresult bad = check_fill<std::uint32_t>(__func__, to, count); bad != CUDA_SUCCESS) return bad;
  record("fill32", to, static_cast<unsigned>(value), count);
  return run_now(fill<std::uint32_t>(to, value, count));
}

DRIVER cuMemsetD8Async(CUdeviceptr to, unsigned char value, std::size_t count, CUstream stream) {
  BEGIN_CALL(kContext);
  if (CUresult bad = check_fill<std::uint8_t>(__func__, to, count); bad != CUDA_SUCCESS) return bad;
  record("fill8_async", word(resolve(stream)), to, static_cast<unsigned>(value), count);
  return submit(stream, fill<std::uint8_t>(to, value, count), "fill");
}

DRIVER cuMemsetD32Async(CUdeviceptr to, unsigned value, std::size_t count, CUstream stream) {
  BEGIN_CALL(kContext);
  if (CUresult bad = check_fill<std::uint32_t>(__func__, to, count); bad != CUDA_SUCCESS) return bad;
  record("fill32_async", word(resolve(stream)), to, static_cast<unsigned>(value), count);
  return submit(stream, fill<std::uint32_t>(to, value, count), "fill");
}
