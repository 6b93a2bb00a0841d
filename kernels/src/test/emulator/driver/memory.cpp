// Device memory and pinned host memory: each allocation in a mapping of its own between two stretches that cannot be touched,
// filled with NaN, and with a red zone where it does not fill its pages.
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <sstream>

#include "../runtime/counts.h"
#include "record.h"
#include "state.h"

namespace gravmf::emulator {

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kGuard = 16 << 20;
constexpr std::size_t kAlignment = 256;
constexpr unsigned char kPoison = 0xFF;
constexpr unsigned char kRedZone = 0xDB;

std::size_t round_up(std::size_t value, std::size_t unit) { return (value + unit - 1) / unit * unit; }

std::size_t used_bytes(int device) {
  std::size_t used = 0;
  for (const auto &[address, allocation] : state().memory) {
    if (allocation.kind == MemoryKind::kDevice && allocation.context->device == device) {
      used += round_up(allocation.bytes, kAlignment);
    }
  }
  return used;
}

CUresult allocate(std::uintptr_t *address, std::size_t bytes, MemoryKind kind) {
  if (address == nullptr || bytes == 0) return CUDA_ERROR_INVALID_VALUE;
  Context *context = current_context();
  auto total = static_cast<std::size_t>(state().settings.memory);
  std::size_t needed = round_up(bytes, kAlignment);
  if (needed < bytes) return CUDA_ERROR_OUT_OF_MEMORY;
  std::size_t used = used_bytes(context->device);
  if (kind == MemoryKind::kDevice && (used > total || needed > total - used)) return CUDA_ERROR_OUT_OF_MEMORY;
  Allocation allocation;
  allocation.bytes = bytes;
  allocation.kind = kind;
  allocation.context = context;
  allocation.mapping_bytes = round_up(needed, kPage) + 2 * kGuard;
  void *mapping = mmap(nullptr, allocation.mapping_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED) return CUDA_ERROR_OUT_OF_MEMORY;
  allocation.mapping = static_cast<unsigned char *>(mapping);
  unsigned char *first = allocation.mapping + kGuard;
  unsigned char *end = allocation.mapping + allocation.mapping_bytes - kGuard;
  unsigned char *begin = end - needed;
  if (mprotect(first, static_cast<std::size_t>(end - first), PROT_READ | PROT_WRITE) != 0) {
    munmap(mapping, allocation.mapping_bytes);
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  std::memset(first, kRedZone, static_cast<std::size_t>(begin - first));
  std::memset(begin, kPoison, bytes);
  std::memset(begin + bytes, kRedZone, needed - bytes);
  *address = reinterpret_cast<std::uintptr_t>(begin);
  state().memory.emplace(*address, allocation);
  return CUDA_SUCCESS;
}

bool intact(const unsigned char *begin, const unsigned char *end) {
  return std::all_of(begin, end, [](unsigned char byte) { return byte == kRedZone; });
}

bool intact(std::uintptr_t address, const Allocation &allocation) {
  if (allocation.kind == MemoryKind::kGlobal) return true;
  auto *begin = reinterpret_cast<const unsigned char *>(address);
  return intact(allocation.mapping + kGuard, begin) &&
         intact(begin + allocation.bytes, allocation.mapping + allocation.mapping_bytes - kGuard);
}

std::string name(std::uintptr_t address, std::size_t bytes) {
  std::ostringstream text;
  text << bytes << " bytes at 0x" << std::hex << address;
  return text.str();
}

CUresult allocate_host(void **pointer, std::size_t bytes) {
  CUresult result = allocate(reinterpret_cast<std::uintptr_t *>(pointer), bytes, MemoryKind::kHost);
  if (result == CUDA_SUCCESS) {
    begin_host_memory(word(*pointer));
    record("host_memory", word(*pointer), bytes);
  }
  return result;
}

CUresult free_memory(const Call &call, std::uintptr_t address, MemoryKind kind) {
  State &s = state();
  auto found = s.memory.find(address);
  if (found == s.memory.end() || found->second.kind != kind) return call.answer(CUDA_ERROR_INVALID_VALUE);
  CUresult result = run_all(found->second.context);
  if (check_red_zones("when memory was freed") != 0) result = CUDA_ERROR_ILLEGAL_ADDRESS;
  munmap(found->second.mapping, found->second.mapping_bytes);
  s.memory.erase(found);
  return call.answer(result);
}

const std::pair<const std::uintptr_t, Allocation> *find(std::uintptr_t address) {
  auto after = state().memory.upper_bound(address);
  if (after == state().memory.begin()) return nullptr;
  const auto &entry = *std::prev(after);
  return address - entry.first < std::max<std::size_t>(entry.second.bytes, 1) ? &entry : nullptr;
}

}  // namespace

CUresult check_range(const char *what, std::uintptr_t address, std::size_t bytes, bool host) {
  if (bytes == 0) return CUDA_SUCCESS;
  const auto *entry = find(address);
  if (entry == nullptr) {
    // Ordinary host memory cannot be checked, except for this.
    if (host && address != 0) return CUDA_SUCCESS;
    say(std::string(what) + ": " + name(address, bytes) + " lie in no allocation");
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (host != (entry->second.kind == MemoryKind::kHost)) {
    say(std::string(what) + ": " + name(address, bytes) + " are not " + (host ? "host" : "device") + " memory");
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (bytes > entry->second.bytes - (address - entry->first)) {
    say(std::string(what) + ": " + name(address, bytes) + " reach beyond an allocation of " +
        name(entry->first, entry->second.bytes));
    return CUDA_ERROR_INVALID_VALUE;
  }
  return CUDA_SUCCESS;
}

bool is_pinned(std::uintptr_t address) {
  const auto *entry = find(address);
  return entry != nullptr && entry->second.kind == MemoryKind::kHost;
}

void forget_memory(Context *context) {
  auto &memory = state().memory;
  for (auto it = memory.begin(); it != memory.end();) {
    if (it->second.context != context) {
      ++it;
      continue;
    }
    if (it->second.mapping != nullptr) munmap(it->second.mapping, it->second.mapping_bytes);
    it = memory.erase(it);
  }
}

int check_red_zones(const std::string &after) {
  int violated = 0;
  for (auto &[address, allocation] : state().memory) {
    if (intact(address, allocation)) continue;
    ++violated;
    ++state().counters.bounds_violations;
    say("writes outside the allocation of " + name(address, allocation.bytes) + " found " + after);
    auto *begin = reinterpret_cast<unsigned char *>(address);
    unsigned char *first = allocation.mapping + kGuard;
    unsigned char *end = allocation.mapping + allocation.mapping_bytes - kGuard;
    std::memset(first, kRedZone, static_cast<std::size_t>(begin - first));
    std::memset(begin + allocation.bytes, kRedZone, static_cast<std::size_t>(end - begin) - allocation.bytes);
  }
  return violated;
}

#ifdef GRAVMF_COUNTS
// The lock is held: kernels run within a call.
bool counts::is_device_memory(std::uintptr_t address) { return find(address) != nullptr; }
#endif

}  // namespace gravmf::emulator

using namespace gravmf::emulator;

DRIVER cuMemAlloc_v2(CUdeviceptr *pointer, std::size_t bytes) {
  BEGIN_CALL(kContext);
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  CUresult result = allocate(pointer, bytes, MemoryKind::kDevice);
  if (result == CUDA_SUCCESS) record("device_memory", *pointer, bytes);
  return result;
}

DRIVER cuMemFree_v2(CUdeviceptr pointer) {
  BEGIN_RELEASE(kContext);
  if (pointer == 0) return call.answer(CUDA_SUCCESS);
  record("free_device", pointer);
  return free_memory(call, pointer, MemoryKind::kDevice);
}

DRIVER cuMemHostAlloc(void **pointer, std::size_t bytes, unsigned) {
  BEGIN_CALL(kContext);
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  return allocate_host(pointer, bytes);
}

DRIVER cuMemAllocHost_v2(void **pointer, std::size_t bytes) {
  BEGIN_CALL(kContext);
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  return allocate_host(pointer, bytes);
}

DRIVER cuMemFreeHost(void *pointer) {
  BEGIN_RELEASE(kContext);
  if (pointer == nullptr) return call.answer(CUDA_SUCCESS);
  record("free_host", word(pointer));
  return free_memory(call, reinterpret_cast<std::uintptr_t>(pointer), MemoryKind::kHost);
}

DRIVER cuMemHostGetDevicePointer_v2(CUdeviceptr *device, void *host, unsigned) {
  BEGIN_CALL(kContext);
  auto address = reinterpret_cast<std::uintptr_t>(host);
  if (!is_pinned(address)) return CUDA_ERROR_INVALID_VALUE;
  *device = address;
  return CUDA_SUCCESS;
}

DRIVER cuMemGetInfo_v2(std::size_t *free, std::size_t *total) {
  BEGIN_CALL(kContext);
  *total = static_cast<std::size_t>(state().settings.memory);
  *free = *total - std::min(*total, used_bytes(current_context()->device));
  return CUDA_SUCCESS;
}

DRIVER cuMemGetAddressRange_v2(CUdeviceptr *base, std::size_t *bytes, CUdeviceptr pointer) {
  BEGIN_CALL(kContext);
  const auto *entry = find(pointer);
  if (entry == nullptr || entry->second.kind == MemoryKind::kHost) return CUDA_ERROR_NOT_FOUND;
  if (base != nullptr) *base = entry->first;
  if (bytes != nullptr) *bytes = entry->second.bytes;
  return CUDA_SUCCESS;
}
