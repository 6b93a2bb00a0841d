#include "launch.h"

#include <chrono>
#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

#include "counts.h"
#include "runner.h"

namespace gravmf::emulator {

namespace {

std::map<std::string, Entry> &entries() {
  static auto *all = new std::map<std::string, Entry>;
  return *all;
}

std::string tuple(const Index3 &index) {
  return "(" + std::to_string(index.x) + "," + std::to_string(index.y) + "," + std::to_string(index.z) + ")";
}

#ifndef GRAVMF_ONE_BLOCK
// Host threads, each with the stacks of one block. They are never joined: like a driver's own threads they wait until the
// process ends.
class Workers {
 public:
  // Calls task(runner) on `count` threads at once and waits. After the launch's time is up, it ends wherever it is.
  void run(unsigned count, const Launch &launch, const std::function<void(Runner &)> &task) {
    std::unique_lock lock(mutex_);
    while (threads_ < count) start(threads_++);
    task_ = &task;
    wanted_ = count;
    left_ = count;
    ++generation_;
    begin_.notify_all();
    auto limit = std::chrono::seconds(launch.timeout_seconds);
    while (!end_.wait_for(lock, limit, [&] { return left_ == 0; })) {
      report_failure(launch, Failure::kTimeout, std::string("kernel ") + launch.entry->name + " has not ended in time");
      if (launch.grid_barrier != nullptr) launch.grid_barrier->abandon();
      for (unsigned number = 0; number < count; ++number) interrupt_fiber(handles_[number]);
      limit = std::chrono::seconds(1);
    }
  }

 private:
  void start(unsigned number) {
    // Signals meant for the process are not for these threads.
    sigset_t all, old;
    sigfillset(&all);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) sigdelset(&all, fault);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    std::thread thread([this, number, seen = generation_] { work(number, seen); });
    handles_.push_back(thread.native_handle());
    thread.detach();
    pthread_sigmask(SIG_SETMASK, &old, nullptr);
  }

  void work(unsigned number, unsigned seen) {
    auto runner = std::make_unique<Runner>();
    std::unique_lock lock(mutex_);
    for (;;) {
      begin_.wait(lock, [&] { return generation_ != seen; });
      seen = generation_;
      if (number >= wanted_) continue;
      lock.unlock();
      (*task_)(*runner);
      lock.lock();
      if (--left_ == 0) end_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable begin_, end_;
  std::vector<pthread_t> handles_;
  const std::function<void(Runner &)> *task_ = nullptr;
  unsigned threads_ = 0, wanted_ = 0, left_ = 0, generation_ = 0;
};
#endif

}  // namespace

namespace {

std::vector<std::size_t> order_of_blocks(const Launch &launch) {
  std::vector<std::size_t> order(std::size_t{launch.grid.x} * launch.grid.y * launch.grid.z);
  std::iota(order.begin(), order.end(), 0);
  if (launch.backwards) std::reverse(order.begin(), order.end());
  std::uint64_t random = launch.seed;
  for (std::size_t left = order.size(); launch.seed != 0 && left > 1; --left) {
    std::swap(order[left - 1], order[next_random(random) % left]);
  }
  return order;
}

}  // namespace

void register_entry(Entry entry) {
  std::string name = entry.name;
  entries().emplace(std::move(name), std::move(entry));
}

const Entry *find_entry(const std::string &name) {
  auto found = entries().find(name);
  return found == entries().end() ? nullptr : &found->second;
}

void report_failure(const Launch &launch, Failure failure, const std::string &message) {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  if (launch.failure.load() != Failure::kNone) return;
  launch.message = message;
  launch.failure.store(failure);
}

std::string describe(const Fiber &fiber) {
  return std::string("kernel ") + fiber.block->launch->entry->name + ", block " + tuple(fiber.block->block_index) +
         ", thread " + tuple(fiber.thread_index) + ": ";
}

#ifdef GRAVMF_ONE_BLOCK

// Each block on a thread of its own, whose __shared__ variables nobody has used before: one after the other, or, where they meet,
// side by side.
Failure run(Launch &launch) {
  static std::vector<std::unique_ptr<Runner>> runners;
  std::size_t threads = std::size_t{launch.block.x} * launch.block.y * launch.block.z;
  std::vector<std::size_t> order = order_of_blocks(launch);
#ifdef GRAVMF_RACES
  races::Contexts &contexts = races::contexts_of(launch.entry->name, threads * order.size(), threads, launch.cooperative, launch.seed);
#endif
  counts::count_launch(launch.entry->name, launch.cooperative);
  GridBarrier barrier(static_cast<unsigned>(order.size()));
  launch.grid_barrier = launch.cooperative ? &barrier : nullptr;
  std::vector<std::thread> running;
  for (std::size_t i = 0; i < order.size() && launch.failure.load() == Failure::kNone; ++i) {
    std::size_t number = launch.cooperative ? i : 0;
    if (number == runners.size()) runners.push_back(std::make_unique<Runner>());
    std::vector<void *> own(threads);
#ifdef GRAVMF_RACES
    for (void *&context : own) context = contexts.take();
#endif
    running.emplace_back([&launch, runner = runners[number].get(), block = order[i], own = std::move(own)]() mutable {
      runner->run_block(launch, block, own.data());
    });
    if (!launch.cooperative) {
      running.back().join();
      running.clear();
    }
  }
  for (std::thread &thread : running) thread.join();
  launch.grid_barrier = nullptr;
  return launch.failure.load();
}

#else

Failure run(Launch &launch) {
  static auto *workers = new Workers;
  catch_faults();
  std::size_t blocks = std::size_t{launch.grid.x} * launch.grid.y * launch.grid.z;
  std::atomic<std::size_t> next{0};
  std::vector<std::size_t> order = order_of_blocks(launch);
  auto turn = [&](std::size_t block) { return order[block]; };
  if (launch.cooperative) {
    GridBarrier barrier(static_cast<unsigned>(blocks));
    launch.grid_barrier = &barrier;
    workers->run(static_cast<unsigned>(blocks), launch, [&](Runner &runner) { runner.run_block(launch, turn(next++)); });
    launch.grid_barrier = nullptr;
  } else {
    launch.grid_barrier = nullptr;
    unsigned cores = std::max(1u, std::thread::hardware_concurrency());
    auto count = static_cast<unsigned>(std::min<std::size_t>(cores, blocks));
    workers->run(count, launch, [&](Runner &runner) {
      for (std::size_t block = next++; block < blocks && launch.failure.load() == Failure::kNone; block = next++) {
        runner.run_block(launch, turn(block));
      }
    });
  }
  return launch.failure.load();
}

#endif

}  // namespace gravmf::emulator
