// What ThreadSanitizer has to know to find races of kernels: who is running, and what is ordered by what. A CUDA thread is a
// context of its own (a fiber of the sanitizer), so are a stream and a node of a graph; an order is made by acquire and release at
// an address, and by nothing else. Without GRAVMF_RACES all of this is nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#ifdef GRAVMF_RACES
#include <sanitizer/tsan_interface.h>

extern "C" void __tsan_read_range(void *address, std::size_t bytes);
extern "C" void __tsan_write_range(void *address, std::size_t bytes);
extern "C" void __tsan_ignore_thread_begin();
extern "C" void __tsan_ignore_thread_end();
#endif

namespace gravmf::emulator::races {

#ifdef GRAVMF_RACES

constexpr bool kEnabled = true;

inline void *make() { return __tsan_create_fiber(0); }
inline void destroy(void *context) { __tsan_destroy_fiber(context); }
inline void *current() { return __tsan_get_current_fiber(); }
// Says who is running from here on; orders nothing.
inline void enter(void *context) { __tsan_switch_to_fiber(context, __tsan_switch_to_fiber_no_sync); }
inline void acquire(void *address) { __tsan_acquire(address); }
inline void release(void *address) { __tsan_release(address); }
inline void read(const void *address, std::size_t bytes) { __tsan_read_range(const_cast<void *>(address), bytes); }
inline void write(void *address, std::size_t bytes) { __tsan_write_range(address, bytes); }
inline void name(void *context, const char *text) { __tsan_set_fiber_name(context, text); }

// Within its life nothing that is read or written is looked at: what the double itself remembers, whoever runs.
class Unseen {
 public:
  Unseen() { __tsan_ignore_thread_begin(); }
  ~Unseen() { __tsan_ignore_thread_end(); }
  Unseen(const Unseen &) = delete;
  Unseen &operator=(const Unseen &) = delete;
};

// The contexts of a launch's threads: as many as it has, or, since the sanitizer knows 8 191 in all, as a few blocks have. Then a
// block takes over those of an earlier one, by chance; what these two do is ordered and a race between them not seen.
class Contexts {
 public:
  void *take();  // the next; those of blocks that have ended come round again

 private:
  friend Contexts &contexts_of(const char *kernel, std::size_t threads, std::size_t block, bool at_once,
                               unsigned long long seed);
  std::vector<void *> all_;
  std::size_t next_ = 0, limit_ = 0;
};

// Kernels that may run side by side have contexts of their own. `at_once`: all blocks are there from the beginning to the end.
Contexts &contexts_of(const char *kernel, std::size_t threads, std::size_t block, bool at_once,
                               unsigned long long seed);

#else

constexpr bool kEnabled = false;

class Contexts;

class Unseen {
 public:
  Unseen() {}
  ~Unseen() {}
};

inline void *make() { return nullptr; }
inline void destroy(void *) {}
inline void *current() { return nullptr; }
inline void enter(void *) {}
inline void acquire(void *) {}
inline void release(void *) {}
inline void read(const void *, std::size_t) {}
inline void write(void *, std::size_t) {}

#endif

// An address to meet at. From the heap: the sanitizer forgets there what a former user of the address has left.
class Order {
 public:
  Order() : address_(std::make_unique<char[]>(8)) {}
  void acquire() const { races::acquire(address_.get()); }
  void release() const { races::release(address_.get()); }

 private:
  std::unique_ptr<char[]> address_;
};

// What the device does by itself: a stream, or a node of a graph.
class Agent {
 public:
  Agent() : context_(make()) {}
  ~Agent() { destroy(context_); }
  Agent(const Agent &) = delete;
  Agent &operator=(const Agent &) = delete;
  void *context() const { return context_; }

 private:
  void *context_;
};

// Within its life the agent runs instead of whoever ran.
class Scope {
 public:
  explicit Scope(const Agent &agent) : before_(current()) { enter(agent.context()); }
  ~Scope() { enter(before_); }
  Scope(const Scope &) = delete;
  Scope &operator=(const Scope &) = delete;

 private:
  void *before_;
};

}  // namespace gravmf::emulator::races
