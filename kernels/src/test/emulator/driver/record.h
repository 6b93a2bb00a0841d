// Writes down what a program asks of the driver, so that replay/ can ask for it again without the program: a line a call, of words
// that stand for contexts, streams and addresses as they were, and the bytes that came along. "gravmf record FILE" begins it.
#pragma once

#include <sstream>
#include <string>

#include "state.h"

namespace gravmf::emulator {

bool recording();
void record_line(const std::string &line, const void *bytes, std::size_t count);
// The device has written to pinned memory, which is not what the program does.
void forget_host_bytes(std::uintptr_t address, std::size_t bytes);
// There is new pinned memory at this address.
void begin_host_memory(std::uintptr_t address);
void begin_record(const std::string &file);
void end_record();

// The lock is held, so lines stand in the order of the calls.
template <typename... Words>
void record_with(const void *bytes, std::size_t count, const Words &...words) {
  if (!recording()) return;
  std::ostringstream line;
  ((line << words << ' '), ...);
  record_line(line.str(), bytes, count);
}

template <typename... Words>
void record(const Words &...words) {
  record_with(nullptr, 0, words...);
}

inline std::uintptr_t word(const void *handle) { return reinterpret_cast<std::uintptr_t>(handle); }

}  // namespace gravmf::emulator
