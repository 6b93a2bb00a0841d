// Everything that the emulated driver remembers. One lock guards all of it; every driver call holds the lock to its end.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "../runtime/races.h"
#include "api.h"

namespace gravmf::emulator {

// What the device claims to be; see README.md for the names in the environment.
struct Settings {
  long long devices = 1;
  long long sms = 4;
  long long memory = 4LL << 30;  // bytes, of each device
  long long driver = 12060;
  long long capability = 90;
  long long backwards = 0;  // 1: blocks, warps and lanes run in descending order
  long long timeout = 300;   // seconds that a kernel may take
  long long seed = 0;        // not 0: blocks, warps and lanes run in an order made of it
};

// The k-th call of a function from when this was armed fails, once.
struct Fault {
  std::string function;  // "*": any
  long long calls_left;
  CUresult result;
};

struct Counters {
  long long calls = 0;
  long long faults_fired = 0;
  long long kernels_run = 0;
  long long graph_launches = 0;
  long long bounds_violations = 0;
  long long blas_handles = 0;
};

// Work for the device. Queued by calls, run when something waits for it: as late as a program may expect.
using Operation = std::function<CUresult()>;

// Passed by the device when everything before it has run.
struct Marker {
  bool passed = false;
  races::Order order;
  double milliseconds = 0;
  Stream *stream = nullptr;
};

struct Context {
  int device = 0;
  bool primary = false;
  unsigned flags = 0;
  CUresult broken = CUDA_SUCCESS;  // a kernel's error stays until the context is destroyed
  Stream *null_stream = nullptr;
};

struct GraphNode {
  Operation run;
  std::string what;  // the kernel, or what else it does
  std::vector<std::size_t> after;
};

struct Graph {
  std::vector<GraphNode> nodes;
};

// What orders the nodes of a graph among each other.
struct NodeOrder {
  races::Agent agent;
  races::Order order;
};

struct GraphExec {
  std::shared_ptr<const std::vector<GraphNode>> nodes;
  std::shared_ptr<std::vector<NodeOrder>> orders;
  Context *context = nullptr;
};

struct Capture {
  std::unique_ptr<Graph> graph;
  Stream *origin = nullptr;
  int mode = CU_STREAM_CAPTURE_MODE_GLOBAL;
  bool invalid = false;
};

// Work for a stream, and what the host had done before it asked for it.
struct Queued {
  Operation run;
  std::shared_ptr<races::Order> asked;
};

struct Stream {
  Context *context = nullptr;
  bool blocking = true;  // waits for the null stream, and it for this one
  unsigned flags = 0;
  std::deque<Queued> queue;
  races::Agent agent;
  races::Order order;  // of all that it has done
  std::shared_ptr<Capture> capture;
  std::vector<std::size_t> last_nodes;  // of the capture
};

struct Event {
  Context *context = nullptr;
  unsigned flags = 0;
  std::shared_ptr<Marker> marker;
  std::shared_ptr<Capture> capture;
  std::vector<std::size_t> nodes;
};

enum class MemoryKind { kDevice, kHost, kGlobal };

struct Allocation {
  std::size_t bytes = 0;
  MemoryKind kind = MemoryKind::kDevice;
  Context *context = nullptr;
  unsigned char *mapping = nullptr;
  std::size_t mapping_bytes = 0;
};

struct State {
  std::mutex mutex;
  Settings settings;
  bool initialised = false;
  std::vector<Fault> faults;
  Counters counters;
  std::string trace;  // a file that gets the name of each call
  std::unordered_set<Context *> contexts;
  std::unordered_set<Module *> modules;
  std::unordered_set<Function *> functions;
  std::unordered_set<Stream *> streams;  // without the null streams
  std::unordered_set<Event *> events;
  std::unordered_set<Graph *> graphs;
  std::unordered_set<GraphExec *> graph_execs;
  std::map<std::uintptr_t, Allocation> memory;
  std::map<int, std::pair<Context *, int>> primary;  // by device: the context and how often it is retained
};

State &state();
Settings settings_from_environment();

// The context that this thread has made current, or null.
std::vector<Context *> &context_stack();
Context *current_context();

// One line on stderr.
void say(const std::string &message);

enum class Needs { kNothing, kInit, kContext };

// The beginning of every driver call: takes the lock, counts, and says whether the call may go on.
class Call {
 public:
  Call(const char *name, Needs needs);
  CUresult refusal() const { return refusal_; }
  // For calls that give something back: they do so even where they answer with an error, as a driver does that reports the
  // failure of earlier work. False: there is nothing to give back to.
  bool can_release() const { return can_release_; }
  CUresult answer(CUresult result) const { return refusal_ != CUDA_SUCCESS ? refusal_ : result; }

 private:
  std::unique_lock<std::mutex> lock_;
  CUresult refusal_;
  bool can_release_;
};

// The lock must be held. What an armed fault says about this call.
CUresult fault_for(const std::string &function);

#define BEGIN_CALL(needs)                     \
  Call call(__func__, Needs::needs);          \
  if (call.refusal() != CUDA_SUCCESS) return call.refusal()

#define BEGIN_RELEASE(needs)         \
  Call call(__func__, Needs::needs); \
  if (!call.can_release()) return call.refusal()

// stream.cpp
Stream *resolve(Stream *stream);  // null where there is no such stream
CUresult submit(Stream *stream, const Operation &operation, const std::string &what = "");
// Both also order what the host does next behind all of that.
CUresult run_all(Context *context);
void run_all(Stream *stream);
void run_until(const Marker &marker);
// Work that is done before the call returns, as the functions without "Async" do it.
CUresult run_now(const Operation &operation);
// Refuses what a capture that is under way forbids.
CUresult forbidden_by_capture();

// memory.cpp
CUresult check_range(const char *what, std::uintptr_t address, std::size_t bytes, bool host);
bool is_pinned(std::uintptr_t address);
void forget_memory(Context *context);
// Writes outside allocations, as far as they left traces; the number of allocations that have them.
int check_red_zones(const std::string &after);

// module.cpp, graph.cpp, context.cpp
void forget_modules(Context *context);
Operation run_graph(std::shared_ptr<const std::vector<GraphNode>> nodes, std::shared_ptr<std::vector<NodeOrder>> orders);
void destroy_context(Context *context);

}  // namespace gravmf::emulator
