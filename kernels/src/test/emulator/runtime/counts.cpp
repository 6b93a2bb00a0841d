// Takes the calls that g++ puts before every access to memory for ThreadSanitizer, and counts instead: what the lanes of a warp
// load or store by one instruction is one request, of so many sectors of 32 bytes in lines of 128; in shared memory it takes a pass for
// each word that a bank has to give twice. Caches: least recently used, 256 KiB for each of 132 multiprocessors (stores go through) and
// 50 MiB for all, as an H100 has them; blocks go round the multiprocessors and run one after the other. Those of a cooperative launch run
// at once and are counted one after the other where they meet, each part of the kernel by itself; what the own cache of a multiprocessor
// held is gone by then, for others may have written it.
#include "counts.h"

#ifdef GRAVMF_COUNTS

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "launch.h"

namespace gravmf::emulator::counts {

namespace {

constexpr unsigned kMultiprocessors = 132;
constexpr std::size_t kLine = 128, kSector = 32;

class Cache {
 public:
  explicit Cache(std::size_t bytes) : lines_(bytes / kLine) {}
  // Whether it was there; it is afterwards.
  bool touch(std::uintptr_t sector) {
    std::uintptr_t line = sector / (kLine / kSector);
    unsigned bit = 1u << sector % (kLine / kSector);
    auto found = places_.find(line);
    if (found == places_.end()) {
      if (places_.size() == lines_) {
        places_.erase(order_.back().first);
        order_.pop_back();
      }
      order_.push_front({line, bit});
      places_[line] = order_.begin();
      return false;
    }
    order_.splice(order_.begin(), order_, found->second);
    bool hit = (found->second->second & bit) != 0;
    found->second->second |= bit;
    return hit;
  }
  void drop(std::uintptr_t sector) {
    auto found = places_.find(sector / (kLine / kSector));
    if (found != places_.end()) found->second->second &= ~(1u << sector % (kLine / kSector));
  }

 private:
  std::size_t lines_;
  std::list<std::pair<std::uintptr_t, unsigned>> order_;
  std::unordered_map<std::uintptr_t, decltype(order_)::iterator> places_;
};

}  // namespace

struct Totals {
  long long launches = 0, fma = 0, load_bytes = 0, store_bytes = 0, load_requests = 0, load_sectors = 0, load_lines = 0;
  long long store_requests = 0, store_sectors = 0, l1_hits = 0, l2_hits = 0, shared_requests = 0, shared_passes = 0, barriers = 0;
  long long grid_barriers = 0, uninitialised = 0;
};

struct Access {
  unsigned lane;
  std::uintptr_t address;
};

struct Request {
  bool write;
  bool shared;
  std::size_t bytes;
  std::vector<Access> lanes;
};

namespace {

std::size_t own_cache = 256 << 10;

// Guards all that blocks share.
std::mutex mutex;
std::map<std::string, Totals> all;
std::string kernel;  // that runs
bool cooperative = false;
bool launched = false;  // any; entries are registered before
Cache l2(50 << 20);
std::vector<Cache> l1(kMultiprocessors, Cache(own_cache));

}  // namespace

struct Counted {
  std::size_t block;
  unsigned part = 1;  // of the kernel, between meetings of the grid
  Totals totals;
  // How often each thread has come by an instruction, and the requests in the order of their first lanes.
  std::map<std::pair<unsigned, void *>, unsigned> passes;
  std::map<std::tuple<unsigned, void *, unsigned>, std::size_t> by_place;
  std::vector<Request> requests;
};

namespace {

std::size_t distinct(const Request &request, std::size_t unit) {
  std::set<std::uintptr_t> units;
  for (const Access &access : request.lanes) {
    for (std::uintptr_t at = access.address / unit; at <= (access.address + request.bytes - 1) / unit; ++at) units.insert(at);
  }
  return units.size();
}

// Lanes that a pass can serve share 128 bytes: all of a warp by 4 bytes, a quarter by 16.
std::size_t passes_of(const Request &request) {
  std::size_t at_once = std::max<std::size_t>(1, 128 / std::max<std::size_t>(request.bytes, 4)), total = 0;
  for (std::size_t first = 0; first < kWarpSize; first += at_once) {
    std::map<std::uintptr_t, std::set<std::uintptr_t>> banks;
    for (const Access &access : request.lanes) {
      if (access.lane < first || access.lane >= first + at_once) continue;
      for (std::uintptr_t word = access.address / 4; word <= (access.address + request.bytes - 1) / 4; ++word) banks[word % 32].insert(word);
    }
    std::size_t most = 0;
    for (const auto &[bank, words] : banks) most = std::max(most, words.size());
    total += most;
  }
  return total;
}

void finish(const Request &request, Cache &own, Totals *totals) {
  if (request.shared) {
    ++totals->shared_requests;
    totals->shared_passes += static_cast<long long>(passes_of(request));
    return;
  }
  std::set<std::uintptr_t> sectors;
  for (const Access &access : request.lanes) {
    for (std::uintptr_t at = access.address / kSector; at <= (access.address + request.bytes - 1) / kSector; ++at) sectors.insert(at);
  }
  auto bytes = static_cast<long long>(request.bytes * request.lanes.size());
  if (request.write) {
    ++totals->store_requests;
    totals->store_bytes += bytes;
    totals->store_sectors += static_cast<long long>(sectors.size());
    for (std::uintptr_t sector : sectors) {
      for (Cache &cache : l1) cache.drop(sector);
      l2.touch(sector);
    }
    return;
  }
  ++totals->load_requests;
  totals->load_bytes += bytes;
  totals->load_sectors += static_cast<long long>(sectors.size());
  totals->load_lines += static_cast<long long>(distinct(request, kLine));
  for (std::uintptr_t sector : sectors) {
    if (own.touch(sector)) {
      ++totals->l1_hits;
    } else if (l2.touch(sector)) {
      ++totals->l2_hits;
    }
  }
}

// Adds what the block has done since it last came here to the totals.
void finish_part(Counted &counted) {
  std::lock_guard lock(mutex);
  Totals &to = all[cooperative ? kernel + ":" + std::to_string(counted.part) : kernel];
  to.fma += counted.totals.fma;
  to.barriers += counted.totals.barriers;
  to.grid_barriers += counted.totals.grid_barriers;
  to.uninitialised += counted.totals.uninitialised;
  Cache &own = l1[counted.block % kMultiprocessors];
  for (const Request &request : counted.requests) finish(request, own, &to);
  if (cooperative) own = Cache(own_cache);
  counted = {counted.block, counted.part + 1, {}, {}, {}, {}};
}

bool is_shared_memory(const Block &block, std::uintptr_t place) {
  auto dynamic = reinterpret_cast<std::uintptr_t>(block.dynamic_shared);
  return (place >= dynamic && place < dynamic + block.launch->dynamic_shared_bytes) ||
         (place >= block.static_shared && place < block.static_shared_end);
}

// As fresh memory is.
bool all_ones(const void *address, std::size_t bytes) {
  auto *begin = static_cast<const unsigned char *>(address);
  return bytes >= 4 && std::all_of(begin, begin + bytes, [](unsigned char byte) { return byte == 0xFF; });
}

}  // namespace

void access(void *instruction, void *address, std::size_t bytes, bool write) {
  if (!launched) return;
  Fiber *self = current();
  Counted &counted = *self->block->counted;
  auto place = reinterpret_cast<std::uintptr_t>(address);
  // Everything else is the thread's own stack or the emulator's: registers to a GPU.
  bool shared = is_shared_memory(*self->block, place);
  if (!shared && !is_device_memory(place)) return;
  if (!write && all_ones(address, bytes)) ++counted.totals.uninitialised;
  unsigned thread = (self->thread_index.z * self->block->block_dim.y + self->thread_index.y) * self->block->block_dim.x + self->thread_index.x;
  unsigned pass = counted.passes[{thread, instruction}]++;
  auto [found, fresh] = counted.by_place.emplace(std::make_tuple(thread / kWarpSize, instruction, pass), counted.requests.size());
  if (fresh) counted.requests.push_back({write, shared, bytes, {}});
  counted.requests[found->second].lanes.push_back({thread % kWarpSize, place});
}

void set_own_cache(std::size_t bytes) {
  own_cache = bytes;
  l1.assign(kMultiprocessors, Cache(own_cache));
}

void begin_block(Block &block, std::size_t number) { block.counted = new Counted{number}; }

void end_block(Block &block) {
  finish_part(*block.counted);
  delete block.counted;
}

void meet(Block &block) {
  if (block.counted->block == 0) ++block.counted->totals.grid_barriers;
  finish_part(*block.counted);
}

void count_barrier(Block &block) { ++block.counted->totals.barriers; }
void count_fma() { ++current()->block->counted->totals.fma; }

void count_launch(const char *name, bool meets) {
  kernel = name;
  cooperative = meets;
  launched = true;
  ++all[cooperative ? kernel + ":1" : kernel].launches;
}

void print(FILE *to) {
  std::fprintf(to,
               "kernel,launches,fma,load_bytes,load_requests,load_sectors,load_lines,l1_hits,l2_hits,store_bytes,store_requests,"
               "store_sectors,shared_requests,shared_passes,barriers,grid_barriers,uninitialised\n");
  for (const auto &[name, t] : all) {
    std::fprintf(to, "%s,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld,%lld\n", name.c_str(), t.launches, t.fma,
                 t.load_bytes, t.load_requests, t.load_sectors, t.load_lines, t.l1_hits, t.l2_hits, t.store_bytes, t.store_requests,
                 t.store_sectors, t.shared_requests, t.shared_passes, t.barriers, t.grid_barriers, t.uninitialised);
  }
}

}  // namespace gravmf::emulator::counts

using gravmf::emulator::counts::access;

extern "C" {
void __tsan_init() {}
void __tsan_func_entry(void *) {}
void __tsan_func_exit() {}
#define GRAVMF_COUNTED(bytes)                                                                                           \
  void __tsan_read##bytes(void *address) { access(__builtin_return_address(0), address, bytes, false); }                \
  void __tsan_write##bytes(void *address) { access(__builtin_return_address(0), address, bytes, true); }                \
  void __tsan_unaligned_read##bytes(void *address) { access(__builtin_return_address(0), address, bytes, false); }      \
  void __tsan_unaligned_write##bytes(void *address) { access(__builtin_return_address(0), address, bytes, true); }
GRAVMF_COUNTED(1)
GRAVMF_COUNTED(2)
GRAVMF_COUNTED(4)
GRAVMF_COUNTED(8)
GRAVMF_COUNTED(16)
#undef GRAVMF_COUNTED
void __tsan_read_range(void *address, std::size_t bytes) { access(__builtin_return_address(0), address, bytes, false); }
void __tsan_write_range(void *address, std::size_t bytes) { access(__builtin_return_address(0), address, bytes, true); }
}

#endif
