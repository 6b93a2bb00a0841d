// Launches: what a GPU would refuse is refused, the rest is queued.
#include <algorithm>
#include <cstring>

#include "function.h"
#include "record.h"
#include "state.h"

namespace gravmf::emulator {

namespace {

struct Shape {
  Index3 grid, block;
  unsigned dynamic_shared;
  bool cooperative;
};

// A launch as it was called: the parameters are copied then.
struct KernelCall {
  const Entry *entry;
  Shape shape;
  std::vector<std::vector<unsigned char>> parameters;
};

int blocks_per_multiprocessor(const Function &function, int threads, std::size_t dynamic_shared) {
  if (threads < 1 || threads > static_cast<int>(function.entry->max_threads)) return 0;
  if (dynamic_shared > static_cast<std::size_t>(function.max_dynamic_shared)) return 0;
  int warp_threads = (threads + 31) / 32 * 32;
  int by_threads = kThreadsPerMultiprocessor / warp_threads;
  int by_registers = kRegistersPerMultiprocessor / (kRegistersPerThread * warp_threads);
  int by_shared = kSharedPerMultiprocessor / (static_cast<int>(dynamic_shared) + kSharedReserved);
  return std::min({kBlocksPerMultiprocessor, by_threads, by_registers, by_shared});
}

CUresult code(Failure failure) {
  switch (failure) {
    case Failure::kNone:
      return CUDA_SUCCESS;
    case Failure::kIllegalAddress:
      return CUDA_ERROR_ILLEGAL_ADDRESS;
    case Failure::kTimeout:
      return CUDA_ERROR_LAUNCH_TIMEOUT;
    case Failure::kAssert:
      return CUDA_ERROR_ASSERT;
    case Failure::kIllegalInstruction:
      return CUDA_ERROR_ILLEGAL_INSTRUCTION;
    default:
      return CUDA_ERROR_LAUNCH_FAILED;
  }
}

CUresult execute(const KernelCall &call) {
  ++state().counters.kernels_run;
  if (CUresult injected = fault_for("run_kernel"); injected != CUDA_SUCCESS) return injected;
  std::vector<std::vector<unsigned char>> values = call.parameters;
  std::vector<void *> pointers;
  for (auto &value : values) pointers.push_back(value.data());
  Launch launch{};
  launch.entry = call.entry;
  launch.parameters = pointers.data();
  launch.grid = call.shape.grid;
  launch.block = call.shape.block;
  launch.dynamic_shared_bytes = call.shape.dynamic_shared;
  launch.cooperative = call.shape.cooperative;
  launch.backwards = state().settings.backwards != 0;
  launch.seed = state().settings.seed != 0 ? static_cast<std::uint64_t>(state().settings.seed) << 32 | state().counters.kernels_run : 0;
  launch.timeout_seconds = state().settings.timeout;
  launch.begin.release();
  Failure failure = run(launch);
  launch.end.acquire();
  if (failure != Failure::kNone) say(launch.message);
  bool outside = check_red_zones(std::string("after kernel ") + call.entry->name) != 0;
  return failure == Failure::kNone && outside ? CUDA_ERROR_ILLEGAL_ADDRESS : code(failure);
}

CUresult check(const Function &function, const Shape &shape) {
  auto in = [](unsigned value, int limit) { return value >= 1 && value <= static_cast<unsigned>(limit); };
  const Index3 &grid = shape.grid, &block = shape.block;
  bool valid = in(grid.x, kMaxGridX) && in(grid.y, kMaxGridYZ) && in(grid.z, kMaxGridYZ) &&
               in(block.x, kMaxThreadsPerBlock) && in(block.y, kMaxThreadsPerBlock) && in(block.z, kMaxBlockDepth) &&
               std::uint64_t{block.x} * block.y * block.z <= kMaxThreadsPerBlock;
  std::string name = std::string("launch of ") + function.entry->name + ": ";
  if (!valid) {
    say(name + "no such grid or block");
    return CUDA_ERROR_INVALID_VALUE;
  }
  unsigned threads = block.x * block.y * block.z;
  if (threads > function.entry->max_threads) {
    say(name + std::to_string(threads) + " threads, its launch bounds allow " + std::to_string(function.entry->max_threads));
    return CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
  }
  if (shape.dynamic_shared > static_cast<unsigned>(function.max_dynamic_shared)) {
    say(name + std::to_string(shape.dynamic_shared) + " bytes of shared memory, allowed are " +
        std::to_string(function.max_dynamic_shared));
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (!shape.cooperative) return CUDA_SUCCESS;
  std::uint64_t blocks = std::uint64_t{grid.x} * grid.y * grid.z;
  auto per_multiprocessor = static_cast<std::uint64_t>(
      blocks_per_multiprocessor(function, static_cast<int>(threads), shape.dynamic_shared));
  std::uint64_t most = per_multiprocessor * static_cast<std::uint64_t>(state().settings.sms);
  if (blocks <= most) return CUDA_SUCCESS;
  say(name + std::to_string(blocks) + " cooperative blocks, " + std::to_string(most) + " fit");
  return CUDA_ERROR_COOPERATIVE_LAUNCH_TOO_LARGE;
}

CUresult launch(Function *function, const Shape &shape, Stream *stream, void **parameters, void **extra) {
  if (state().functions.count(function) == 0) return CUDA_ERROR_INVALID_HANDLE;
  if (CUresult refused = check(*function, shape); refused != CUDA_SUCCESS) return refused;
  const Entry &entry = *function->entry;
  if (extra != nullptr) return CUDA_ERROR_NOT_SUPPORTED;
  if (parameters == nullptr && !entry.parameter_bytes.empty()) return CUDA_ERROR_INVALID_VALUE;
  auto call = std::make_shared<KernelCall>(KernelCall{&entry, shape, {}});
  for (std::size_t i = 0; i < entry.parameter_bytes.size(); ++i) {
    if (parameters[i] == nullptr) {
      say(std::string("launch of ") + entry.name + ": parameter " + std::to_string(i) + " is missing");
      return CUDA_ERROR_INVALID_VALUE;
    }
    auto *begin = static_cast<const unsigned char *>(parameters[i]);
    call->parameters.emplace_back(begin, begin + entry.parameter_bytes[i]);
  }
  std::vector<unsigned char> bytes;
  for (const auto &value : call->parameters) bytes.insert(bytes.end(), value.begin(), value.end());
  record_with(bytes.data(), bytes.size(), "launch", word(resolve(stream)), entry.name, shape.grid.x, shape.grid.y, shape.grid.z,
              shape.block.x, shape.block.y, shape.block.z, shape.dynamic_shared, shape.cooperative);
  return submit(stream, [call] { return execute(*call); }, entry.name);
}

}  // namespace

}  // namespace gravmf::emulator

using namespace gravmf::emulator;

DRIVER cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                      unsigned block_y, unsigned block_z, unsigned shared_bytes, CUstream stream, void **parameters,
                      void **extra) {
  BEGIN_CALL(kContext);
  Shape shape{{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, false};
  return launch(function, shape, stream, parameters, extra);
}

DRIVER cuLaunchCooperativeKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                                 unsigned block_y, unsigned block_z, unsigned shared_bytes, CUstream stream,
                                 void **parameters) {
  BEGIN_CALL(kContext);
  Shape shape{{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes, true};
  return launch(function, shape, stream, parameters, nullptr);
}

DRIVER cuFuncGetAttribute(int *value, int attribute, CUfunction function) {
  BEGIN_CALL(kContext);
  if (state().functions.count(function) == 0) return CUDA_ERROR_INVALID_HANDLE;
  switch (attribute) {
    case 0:  // MAX_THREADS_PER_BLOCK
      *value = static_cast<int>(function->entry->max_threads);
      return CUDA_SUCCESS;
    case 1:  // SHARED_SIZE_BYTES: static ones, whose size g++ does not tell
    case 2:  // CONST_SIZE_BYTES
    case 3:  // LOCAL_SIZE_BYTES
    case 7:  // CACHE_MODE_CA
      *value = 0;
      return CUDA_SUCCESS;
    case 4:  // NUM_REGS
      *value = kRegistersPerThread;
      return CUDA_SUCCESS;
    case 5:  // PTX_VERSION
    case 6:  // BINARY_VERSION
      *value = static_cast<int>(state().settings.capability);
      return CUDA_SUCCESS;
    case 8:  // MAX_DYNAMIC_SHARED_SIZE_BYTES
      *value = function->max_dynamic_shared;
      return CUDA_SUCCESS;
    default:
      return CUDA_ERROR_INVALID_VALUE;
  }
}

DRIVER cuFuncSetAttribute(CUfunction function, int attribute, int value) {
  BEGIN_CALL(kContext);
  if (state().functions.count(function) == 0) return CUDA_ERROR_INVALID_HANDLE;
  if (attribute == 9) return CUDA_SUCCESS;  // PREFERRED_SHARED_MEMORY_CARVEOUT
  if (attribute != 8 || value < 0 || value > kSharedPerBlockOptIn) return CUDA_ERROR_INVALID_VALUE;
  function->max_dynamic_shared = value;
  return CUDA_SUCCESS;
}

DRIVER cuFuncSetCacheConfig(CUfunction function, int) {
  BEGIN_CALL(kContext);
  return state().functions.count(function) != 0 ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

DRIVER cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction function, int threads, std::size_t shared) {
  BEGIN_CALL(kContext);
  if (state().functions.count(function) == 0) return CUDA_ERROR_INVALID_HANDLE;
  if (blocks == nullptr || threads < 1) return CUDA_ERROR_INVALID_VALUE;
  *blocks = blocks_per_multiprocessor(*function, threads, shared);
  return CUDA_SUCCESS;
}

DRIVER cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, CUfunction function, int threads,
                                                            std::size_t shared, unsigned) {
  return cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, threads, shared);
}
