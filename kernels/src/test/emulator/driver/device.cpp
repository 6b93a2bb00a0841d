// cuInit, the driver's version, devices and their attributes.
#include <cstdio>
#include <cstring>

#include "control.h"
#include "limits.h"
#include "state.h"

using namespace gravmf::emulator;

namespace {

bool exists(CUdevice device) { return device >= 0 && device < state().settings.devices; }

// By the numbers of CUdevice_attribute; those that are not here are features that the device lacks.
int attribute(int code) {
  const Settings &settings = state().settings;
  switch (code) {
    case 1:  // MAX_THREADS_PER_BLOCK
    case 2:  // MAX_BLOCK_DIM_X
    case 3:  // MAX_BLOCK_DIM_Y
      return kMaxThreadsPerBlock;
    case 4:  // MAX_BLOCK_DIM_Z
      return kMaxBlockDepth;
    case 5:  // MAX_GRID_DIM_X
      return kMaxGridX;
    case 6:  // MAX_GRID_DIM_Y
    case 7:  // MAX_GRID_DIM_Z
      return kMaxGridYZ;
    case 8:  // MAX_SHARED_MEMORY_PER_BLOCK
      return kSharedPerBlock;
    case 9:  // TOTAL_CONSTANT_MEMORY
      return 65536;
    case 10:  // WARP_SIZE
      return 32;
    case 12:  // MAX_REGISTERS_PER_BLOCK
    case 82:  // MAX_REGISTERS_PER_MULTIPROCESSOR
      return kRegistersPerMultiprocessor;
    case 13:  // CLOCK_RATE, kHz
    case 36:  // MEMORY_CLOCK_RATE, kHz
      return 1000000;
    case 16:  // MULTIPROCESSOR_COUNT
      return static_cast<int>(settings.sms);
    case 19:   // CAN_MAP_HOST_MEMORY
    case 31:   // CONCURRENT_KERNELS
    case 40:   // ASYNC_ENGINE_COUNT
    case 41:   // UNIFIED_ADDRESSING
    case 95:   // COOPERATIVE_LAUNCH
      return 1;
    case 37:  // GLOBAL_MEMORY_BUS_WIDTH, bits
      return 128;
    case 38:  // L2_CACHE_SIZE
      return 4 << 20;
    case 39:  // MAX_THREADS_PER_MULTIPROCESSOR
      return kThreadsPerMultiprocessor;
    case 75:  // COMPUTE_CAPABILITY_MAJOR
      return static_cast<int>(settings.capability / 10);
    case 76:  // COMPUTE_CAPABILITY_MINOR
      return static_cast<int>(settings.capability % 10);
    case 81:  // MAX_SHARED_MEMORY_PER_MULTIPROCESSOR
      return kSharedPerMultiprocessor;
    case 97:  // MAX_SHARED_MEMORY_PER_BLOCK_OPTIN
      return kSharedPerBlockOptIn;
    case 106:  // MAX_BLOCKS_PER_MULTIPROCESSOR
      return kBlocksPerMultiprocessor;
    case 111:  // RESERVED_SHARED_MEMORY_PER_BLOCK
      return kSharedReserved;
    default:
      return 0;
  }
}

constexpr int kLastAttribute = 143;

}  // namespace

DRIVER cuInit(unsigned flags) {
  BEGIN_CALL(kNothing);
  if (flags != 0) return CUDA_ERROR_INVALID_VALUE;
  if (state().settings.devices <= 0) return CUDA_ERROR_NO_DEVICE;
  state().initialised = true;
  return CUDA_SUCCESS;
}

DRIVER cuDriverGetVersion(int *version) {
  BEGIN_CALL(kNothing);
  if (version == nullptr) return CUDA_ERROR_INVALID_VALUE;
  *version = static_cast<int>(state().settings.driver);
  return CUDA_SUCCESS;
}

DRIVER cuDeviceGetCount(int *count) {
  BEGIN_CALL(kInit);
  if (count == nullptr) return CUDA_ERROR_INVALID_VALUE;
  *count = static_cast<int>(state().settings.devices);
  return CUDA_SUCCESS;
}

DRIVER cuDeviceGet(CUdevice *device, int ordinal) {
  BEGIN_CALL(kInit);
  if (device == nullptr) return CUDA_ERROR_INVALID_VALUE;
  if (!exists(ordinal)) return CUDA_ERROR_INVALID_DEVICE;
  *device = ordinal;
  return CUDA_SUCCESS;
}

DRIVER cuDeviceGetName(char *name, int length, CUdevice device) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  if (name == nullptr || length <= 0) return CUDA_ERROR_INVALID_VALUE;
  std::snprintf(name, static_cast<std::size_t>(length), "gravmf emulated device");
  return CUDA_SUCCESS;
}

DRIVER cuDeviceGetUuid(char *uuid, CUdevice device) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  std::memcpy(uuid, "gravmf-emulated", 15);
  uuid[15] = static_cast<char>(device);
  return CUDA_SUCCESS;
}

DRIVER cuDeviceTotalMem_v2(std::size_t *bytes, CUdevice device) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  if (bytes == nullptr) return CUDA_ERROR_INVALID_VALUE;
  *bytes = static_cast<std::size_t>(state().settings.memory);
  return CUDA_SUCCESS;
}

DRIVER cuDeviceGetAttribute(int *value, int code, CUdevice device) {
  if (code >= kFirstCounter) return counter(code, value) ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  if (value == nullptr || code < 1 || code > kLastAttribute) return CUDA_ERROR_INVALID_VALUE;
  *value = attribute(code);
  return CUDA_SUCCESS;
}

DRIVER cuDeviceComputeCapability(int *major, int *minor, CUdevice device) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  *major = attribute(75);
  *minor = attribute(76);
  return CUDA_SUCCESS;
}

DRIVER cuDeviceGetPCIBusId(char *text, int length, CUdevice device) {
  BEGIN_CALL(kInit);
  if (!exists(device)) return CUDA_ERROR_INVALID_DEVICE;
  if (text == nullptr || length < 13) return CUDA_ERROR_INVALID_VALUE;
  std::snprintf(text, static_cast<std::size_t>(length), "0000:%02x:00.0", static_cast<unsigned>(device) + 1);
  return CUDA_SUCCESS;
}

// Also the way in for commands: the only call that takes a text and needs no context.
DRIVER cuDeviceGetByPCIBusId(CUdevice *device, const char *text) {
  if (text != nullptr && std::strncmp(text, "gravmf ", 7) == 0) return command(text);
  BEGIN_CALL(kInit);
  unsigned bus = 0;
  if (device == nullptr || text == nullptr || std::sscanf(text, "%*x:%x:%*x.%*x", &bus) != 1) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (!exists(static_cast<int>(bus) - 1)) return CUDA_ERROR_INVALID_DEVICE;
  *device = static_cast<int>(bus) - 1;
  return CUDA_SUCCESS;
}
