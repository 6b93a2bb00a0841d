#include "record.h"

#include <cstdio>
#include <cstring>

namespace gravmf::emulator {

namespace {

FILE *file = nullptr;
std::map<std::uintptr_t, std::vector<unsigned char>> host_bytes;  // pinned memory as the last line left it

void write(const std::string &line, const void *bytes, std::size_t count) {
  std::fprintf(file, "%s%zu\n", line.c_str(), count);
  if (count != 0) std::fwrite(bytes, 1, count, file);
}

// The program writes to pinned memory without a call: what has changed since the last one.
void record_host_writes() {
  for (const auto &[address, allocation] : state().memory) {
    if (allocation.kind != MemoryKind::kHost) continue;
    auto *now = reinterpret_cast<const unsigned char *>(address);
    std::vector<unsigned char> &before = host_bytes[address];
    if (before.size() != allocation.bytes) before.assign(now, now + allocation.bytes);
    std::size_t first = 0, end = allocation.bytes;
    while (first < end && before[first] == now[first]) ++first;
    while (end > first && before[end - 1] == now[end - 1]) --end;
    if (first == end) continue;
    write("host " + std::to_string(address + first) + " ", now + first, end - first);
    std::memcpy(before.data() + first, now + first, end - first);
  }
}

}  // namespace

bool recording() { return file != nullptr; }

void record_line(const std::string &line, const void *bytes, std::size_t count) {
  record_host_writes();
  write(line, bytes, count);
}

void forget_host_bytes(std::uintptr_t address, std::size_t bytes) {
  if (file == nullptr) return;
  auto found = host_bytes.upper_bound(address);
  if (found == host_bytes.begin()) return;
  auto &[begin, before] = *std::prev(found);
  if (address - begin + bytes <= before.size()) {
    std::memcpy(before.data() + (address - begin), reinterpret_cast<const void *>(address), bytes);
  }
}

void begin_host_memory(std::uintptr_t address) { host_bytes.erase(address); }

void begin_record(const std::string &name) {
  end_record();
  file = std::fopen(name.c_str(), "wb");
  record("multiprocessors", state().settings.sms);
}

void end_record() {
  if (file != nullptr) std::fclose(file);
  file = nullptr;
  host_bytes.clear();
}

}  // namespace gravmf::emulator
