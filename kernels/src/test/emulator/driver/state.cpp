#include "state.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace gravmf::emulator {

namespace {

void read(const char *name, long long &value) {
  if (const char *text = std::getenv(name)) value = std::atoll(text);
}

// FUNCTION:K:RESULT, several apart by commas
std::vector<Fault> faults_from_environment() {
  std::vector<Fault> faults;
  const char *text = std::getenv("GRAVMF_EMU_FAIL");
  std::string rest = text != nullptr ? text : "";
  while (!rest.empty()) {
    std::string one = rest.substr(0, rest.find(','));
    rest = one.size() == rest.size() ? "" : rest.substr(one.size() + 1);
    std::size_t first = one.find(':'), second = one.rfind(':');
    if (first == std::string::npos || second == first) {
      say("GRAVMF_EMU_FAIL: expected FUNCTION:K:RESULT, found " + one);
      std::abort();
    }
    faults.push_back({one.substr(0, first), std::atoll(one.c_str() + first + 1),
                      static_cast<CUresult>(std::atoi(one.c_str() + second + 1))});
  }
  return faults;
}

}  // namespace

Settings settings_from_environment() {
  Settings settings;
  read("GRAVMF_EMU_DEVICES", settings.devices);
  read("GRAVMF_EMU_SMS", settings.sms);
  read("GRAVMF_EMU_MEMORY", settings.memory);
  read("GRAVMF_EMU_DRIVER_VERSION", settings.driver);
  read("GRAVMF_EMU_CAPABILITY", settings.capability);
  read("GRAVMF_EMU_BACKWARDS", settings.backwards);
  read("GRAVMF_EMU_TIMEOUT", settings.timeout);
  read("GRAVMF_EMU_SEED", settings.seed);
  return settings;
}

State &state() {
  // Never destroyed: other threads may still call the driver while the process ends.
  static State *only = [] {
    auto *made = new State;
    made->settings = settings_from_environment();
    made->faults = faults_from_environment();
    if (const char *file = std::getenv("GRAVMF_EMU_TRACE")) made->trace = file;
    return made;
  }();
  return *only;
}

std::vector<Context *> &context_stack() {
  static thread_local std::vector<Context *> stack;
  return stack;
}

Context *current_context() { return context_stack().empty() ? nullptr : context_stack().back(); }

void say(const std::string &message) { std::fprintf(stderr, "gravmf emulated device: %s\n", message.c_str()); }

CUresult fault_for(const std::string &function) {
  State &s = state();
  CUresult result = CUDA_SUCCESS;
  for (Fault &fault : s.faults) {
    if (fault.function != "*" && fault.function != function) continue;
    if (--fault.calls_left == 0) result = fault.result;
  }
  if (result != CUDA_SUCCESS) {
    ++s.counters.faults_fired;
    s.faults.erase(std::remove_if(s.faults.begin(), s.faults.end(), [](const Fault &f) { return f.calls_left <= 0; }),
                   s.faults.end());
  }
  return result;
}

Call::Call(const char *name, Needs needs) : lock_(state().mutex) {
  State &s = state();
  ++s.counters.calls;
  if (!s.trace.empty()) {
    if (FILE *file = std::fopen(s.trace.c_str(), "a")) {
      std::fprintf(file, "%s\n", name);
      std::fclose(file);
    }
  }
  refusal_ = fault_for(name);
  CUresult state_error = CUDA_SUCCESS;
  can_release_ = s.initialised;
  if (needs != Needs::kNothing && !s.initialised) {
    state_error = CUDA_ERROR_NOT_INITIALIZED;
  } else if (needs == Needs::kContext) {
    Context *context = current_context();
    bool lives = context != nullptr && s.contexts.count(context) != 0;
    can_release_ = lives;
    if (context == nullptr) {
      state_error = CUDA_ERROR_INVALID_CONTEXT;
    } else {
      state_error = lives ? context->broken : CUDA_ERROR_CONTEXT_IS_DESTROYED;
    }
  }
  if (refusal_ == CUDA_SUCCESS) refusal_ = state_error;
}

}  // namespace gravmf::emulator
