#include "control.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "record.h"
#include "state.h"

namespace gravmf::emulator {

namespace {

long long live_bytes(MemoryKind kind) {
  long long bytes = 0;
  for (const auto &[address, allocation] : state().memory) bytes += allocation.kind == kind ? allocation.bytes : 0;
  return bytes;
}

long long live_allocations(MemoryKind kind) {
  return std::count_if(state().memory.begin(), state().memory.end(),
                       [&](const auto &entry) { return entry.second.kind == kind; });
}

long long *setting(const std::string &name) {
  Settings &s = state().settings;
  if (name == "devices") return &s.devices;
  if (name == "sms") return &s.sms;
  if (name == "memory") return &s.memory;
  if (name == "driver") return &s.driver;
  if (name == "capability") return &s.capability;
  if (name == "backwards") return &s.backwards;
  if (name == "timeout") return &s.timeout;
  if (name == "seed") return &s.seed;
  return nullptr;
}

}  // namespace

bool counter(int code, int *value) {
  State &s = state();
  std::lock_guard lock(s.mutex);
  const std::array<long long, 17> values{
      s.counters.calls,
      s.counters.faults_fired,
      live_allocations(MemoryKind::kDevice),
      live_bytes(MemoryKind::kDevice) / 1024,
      live_allocations(MemoryKind::kHost),
      static_cast<long long>(s.contexts.size()),
      static_cast<long long>(s.modules.size()),
      static_cast<long long>(s.streams.size()),
      static_cast<long long>(s.events.size()),
      static_cast<long long>(s.graphs.size()),
      static_cast<long long>(s.graph_execs.size()),
      s.counters.blas_handles,
      s.counters.kernels_run,
      s.counters.graph_launches,
      s.counters.bounds_violations,
      static_cast<long long>(s.faults.size()),
      static_cast<long long>(live_allocations(MemoryKind::kDevice) + live_allocations(MemoryKind::kHost) +
                             s.contexts.size() + s.modules.size() + s.streams.size() + s.events.size() +
                             s.graphs.size() + s.graph_execs.size() + s.counters.blas_handles),
  };
  auto index = static_cast<std::size_t>(code - kFirstCounter);
  if (index >= values.size()) return false;
  *value = static_cast<int>(values[index]);
  return true;
}

CUresult command(const std::string &line) {
  State &s = state();
  std::lock_guard lock(s.mutex);
  std::istringstream words(line);
  std::string ours, verb;
  words >> ours >> verb;
  if (verb == "reset") {
    s.settings = settings_from_environment();
    s.faults.clear();
    s.counters = {0, 0, 0, 0, 0, s.counters.blas_handles};
    s.trace.clear();
    end_record();
    return CUDA_SUCCESS;
  }
  if (verb == "record") {
    std::string name;
    std::getline(words >> std::ws, name);
    begin_record(name);
    return recording() ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
  }
  if (verb == "set") {
    std::string name;
    long long value;
    if (!(words >> name >> value) || setting(name) == nullptr) return CUDA_ERROR_INVALID_VALUE;
    *setting(name) = value;
    return CUDA_SUCCESS;
  }
  if (verb == "fail") {
    Fault fault;
    int result;
    if (!(words >> fault.function >> fault.calls_left >> result) || fault.calls_left < 1) return CUDA_ERROR_INVALID_VALUE;
    fault.result = static_cast<CUresult>(result);
    s.faults.push_back(fault);
    return CUDA_SUCCESS;
  }
  if (verb == "trace") {
    s.trace.clear();
    std::getline(words >> std::ws, s.trace);
    return CUDA_SUCCESS;
  }
  return CUDA_ERROR_INVALID_VALUE;
}

}  // namespace gravmf::emulator
