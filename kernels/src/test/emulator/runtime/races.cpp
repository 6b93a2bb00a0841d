#include "races.h"

#ifdef GRAVMF_RACES

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace gravmf::emulator::races {

namespace {

constexpr std::size_t kPools = 5;
// A context takes about a mebibyte, and whatever is ordered takes time that grows with their number.
constexpr std::size_t kEnoughOfKernel = 256;

}  // namespace

void *Contexts::take() {
  if (next_ == limit_) next_ = 0;
  return all_[next_++];
}

Contexts &contexts_of(const char *kernel, std::size_t threads, std::size_t block, bool at_once, unsigned long long seed) {
  Unseen unseen;
  static std::array<Contexts, kPools> pools;
  static std::map<std::string, std::size_t> known;
  std::size_t number = known.emplace(kernel, known.size()).first->second % kPools;
  Contexts &pool = pools[number];
  std::size_t enough = std::max(kEnoughOfKernel, block <= kEnoughOfKernel ? 2 * block : block);
  std::size_t limit = at_once ? threads : std::min(threads, enough);
  // A multiple of the block's threads, so that no block meets itself.
  limit = limit / block * block;
  while (pool.all_.size() < limit) pool.all_.push_back(make());
  pool.limit_ = limit;
  pool.next_ = static_cast<std::size_t>(seed % (limit / block)) * block;
  return pool;
}

}  // namespace gravmf::emulator::races

#endif
