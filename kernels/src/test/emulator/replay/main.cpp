// Asks the emulated driver again for what a program asked of it (driver/record.h), without the program: so that the kernels can be
// built in ways that a JVM could not run with. Prints a digest of everything that came back to the host.
//
//   replay [--seed N] [--backwards] [--forget WHAT] RECORD...
//
// --forget takes away one of the orders that the program asked for, so that a detector of races has something to find:
//   edge:A>B  in graphs, what lets B wait for A     wait  every wait of a stream for an event     host  every wait of the host
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "../driver/function.h"
#include "../driver/state.h"
#include "../runtime/counts.h"
#include "calls.h"

using namespace gravmf::emulator;

namespace {

struct Options {
  long long seed = 0;
  bool backwards = false;
  std::string forget;
};

[[noreturn]] void give_up(const std::string &why) {
  std::fprintf(stderr, "replay: %s\n", why.c_str());
  std::exit(2);
}

class Replay {
 public:
  Replay(const std::string &file, const Options &options) : in_(file, std::ios::binary), options_(options) {
    if (!in_) give_up("there is no " + file);
  }

  std::uint64_t run() {
    std::string line;
    while (std::getline(in_, line)) {
      std::size_t last = line.find_last_of(' ');
      if (last == std::string::npos) give_up("not a record: " + line);
      bytes_.resize(std::stoull(line.substr(last + 1)));
      in_.read(reinterpret_cast<char *>(bytes_.data()), static_cast<std::streamsize>(bytes_.size()));
      words_.clear();
      words_.str(line.substr(0, last));
      std::string verb;
      words_ >> verb;
      CUresult result = execute(verb);
      if (result != CUDA_SUCCESS) give_up(line + ": result " + std::to_string(result));
    }
    return digest_;
  }

 private:
  std::uint64_t number() {
    std::uint64_t value;
    if (!(words_ >> value)) give_up("a word is missing in: " + words_.str());
    return value;
  }

  // Handles and addresses of then and now.
  template <typename T>
  T handle() {
    std::uint64_t then = number();
    auto found = handles_.find(then);
    return found == handles_.end() ? T{} : reinterpret_cast<T>(found->second);
  }
  template <typename T>
  void know(std::uint64_t then, T now) {
    handles_[then] = reinterpret_cast<std::uintptr_t>(now);
  }
  std::uint64_t now(std::uint64_t then) {
    auto after = addresses_.upper_bound(then);
    if (after == addresses_.begin()) return then;
    const auto &[begin, place] = *std::prev(after);
    return then - begin < place.second ? place.first + (then - begin) : then;
  }
  std::uint64_t address() { return now(number()); }
  void *host_address() { return reinterpret_cast<void *>(address()); }

  CUresult allocate(bool host) {
    std::uint64_t then = number(), bytes = number();
    CUdeviceptr device = 0;
    void *pinned = nullptr;
    CUresult result = host ? cuMemAllocHost_v2(&pinned, bytes) : cuMemAlloc_v2(&device, bytes);
    // What was there before went with its context.
    for (auto it = addresses_.begin(); it != addresses_.end();) {
      bool apart = it->first >= then + bytes || it->first + it->second.second <= then;
      it = apart ? std::next(it) : addresses_.erase(it);
    }
    addresses_[then] = {host ? reinterpret_cast<std::uint64_t>(pinned) : device, bytes};
    return result;
  }

  CUresult execute(const std::string &verb);
  CUresult execute_work(const std::string &verb);
  CUresult execute_graph(const std::string &verb);
  CUresult launch();
  CUresult create();
  void forget_edges(CUgraph graph);

  // Fowler, Noll & Vo: of all that the host gets to see, in its order.
  void digest(const void *data, std::size_t count) {
    auto *begin = static_cast<const unsigned char *>(data);
    for (std::size_t i = 0; i < count; ++i) digest_ = (digest_ ^ begin[i]) * 0x100000001B3u;
  }
  CUresult download(std::uint64_t from, std::size_t count, CUstream stream, bool async) {
    std::vector<unsigned char> result(count);
    CUresult error = async ? cuMemcpyDtoHAsync_v2(result.data(), from, count, stream) : cuMemcpyDtoH_v2(result.data(), from, count);
    digest(result.data(), count);
    return error;
  }
  // What the program may look at once it has waited.
  void see_pinned() {
    for (const auto &[place, count] : awaited_) {
      races::read(place, count);
      digest(place, count);
    }
    awaited_.clear();
  }

  std::ifstream in_;
  Options options_;
  std::istringstream words_;
  std::vector<unsigned char> bytes_;
  std::map<std::uint64_t, std::uintptr_t> handles_;
  std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> addresses_;
  std::map<CUcontext, CUmodule> modules_;
  std::vector<std::pair<const void *, std::size_t>> awaited_;
  std::uint64_t digest_ = 0xCBF29CE484222325u;
};

CUresult Replay::create() {
  std::uint64_t then = number();
  CUcontext context;
  CUresult result = cuCtxCreate_v2(&context, 0, 0);
  know(then, context);
  return result != CUDA_SUCCESS ? result : cuModuleLoadData(&modules_[context], ".version");
}

CUresult Replay::launch() {
  auto stream = handle<CUstream>();
  std::string name;
  words_ >> name;
  unsigned shape[7];
  for (unsigned &value : shape) value = static_cast<unsigned>(number());
  bool cooperative = number() != 0;
  CUfunction function;
  CUcontext context;
  cuCtxGetCurrent(&context);
  if (CUresult absent = cuModuleGetFunction(&function, modules_[context], name.c_str()); absent != CUDA_SUCCESS) return absent;
  cuFuncSetAttribute(function, 8, kSharedPerBlockOptIn);
  const Entry &entry = *find_entry(name);
  std::vector<void *> parameters;
  unsigned char *at = bytes_.data();
  for (std::size_t i = 0; i < entry.parameter_bytes.size(); ++i) {
    if (entry.is_pointer[i]) {
      std::uint64_t pointer;
      std::memcpy(&pointer, at, sizeof pointer);
      pointer = now(pointer);
      std::memcpy(at, &pointer, sizeof pointer);
    }
    parameters.push_back(at);
    at += entry.parameter_bytes[i];
  }
  return cooperative ? cuLaunchCooperativeKernel(function, shape[0], shape[1], shape[2], shape[3], shape[4], shape[5], shape[6],
                                                 stream, parameters.data())
                     : cuLaunchKernel(function, shape[0], shape[1], shape[2], shape[3], shape[4], shape[5], shape[6], stream,
                                      parameters.data(), nullptr);
}

void Replay::forget_edges(CUgraph graph) {
  std::size_t colon = options_.forget.find(':'), arrow = options_.forget.find('>');
  if (options_.forget.rfind("edge:", 0) != 0 || arrow == std::string::npos) return;
  std::string first = options_.forget.substr(colon + 1, arrow - colon - 1), second = options_.forget.substr(arrow + 1);
  auto &nodes = graph->nodes;
  for (GraphNode &node : nodes) {
    if (node.what.rfind(second, 0) != 0) continue;
    std::vector<std::size_t> kept;
    for (std::size_t before : node.after) {
      // What the forgotten one waited for is waited for still.
      if (nodes[before].what.rfind(first, 0) == 0) {
        kept.insert(kept.end(), nodes[before].after.begin(), nodes[before].after.end());
      } else {
        kept.push_back(before);
      }
    }
    node.after = kept;
  }
}

CUresult Replay::execute_graph(const std::string &verb) {
  if (verb == "begin_capture") {
    auto stream = handle<CUstream>();
    return cuStreamBeginCapture_v2(stream, static_cast<int>(number()));
  }
  if (verb == "end_capture") {
    auto stream = handle<CUstream>();
    CUgraph graph;
    CUresult result = cuStreamEndCapture(stream, &graph);
    know(number(), graph);
    if (result == CUDA_SUCCESS) forget_edges(graph);
    return result;
  }
  if (verb == "instantiate") {
    std::uint64_t then = number();
    CUgraphExec exec;
    CUresult result = cuGraphInstantiateWithFlags(&exec, handle<CUgraph>(), 0);
    know(then, exec);
    return result;
  }
  if (verb == "launch_graph") {
    auto exec = handle<CUgraphExec>();
    return cuGraphLaunch(exec, handle<CUstream>());
  }
  if (verb == "destroy_graph") return cuGraphDestroy(handle<CUgraph>());
  if (verb == "destroy_exec") return cuGraphExecDestroy(handle<CUgraphExec>());
  give_up("no such call: " + verb);
}

CUresult Replay::execute_work(const std::string &verb) {
  bool forgets_host = options_.forget == "host";
  if (verb == "upload") return cuMemcpyHtoD_v2(address(), bytes_.data(), bytes_.size());
  if (verb == "copy") {
    std::uint64_t to = address(), from = address();
    return cuMemcpyDtoD_v2(to, from, number());
  }
  if (verb == "download") {
    std::uint64_t from = address();
    return download(from, number(), nullptr, false);
  }
  if (verb == "fill8" || verb == "fill32") {
    std::uint64_t to = address(), value = number(), count = number();
    return verb == "fill8" ? cuMemsetD8_v2(to, static_cast<unsigned char>(value), count)
                           : cuMemsetD32_v2(to, static_cast<unsigned>(value), count);
  }
  if (verb == "wait_for_context" || verb == "wait_for_stream" || verb == "wait_for_event") {
    CUresult result = CUDA_SUCCESS;
    if (forgets_host) return result;
    if (verb == "wait_for_context") result = cuCtxSynchronize();
    if (verb == "wait_for_stream") result = cuStreamSynchronize(handle<CUstream>());
    if (verb == "wait_for_event") result = cuEventSynchronize(handle<CUevent>());
    see_pinned();
    return result;
  }
  if (verb == "record") {
    auto event = handle<CUevent>();
    return cuEventRecord(event, handle<CUstream>());
  }
  if (verb.find("_async") == std::string::npos && verb.find("_pinned") == std::string::npos &&
      verb.find("_staged") == std::string::npos && verb != "stream_waits") {
    return execute_graph(verb);
  }
  auto stream = handle<CUstream>();
  if (verb == "stream_waits") return options_.forget == "wait" ? CUDA_SUCCESS : cuStreamWaitEvent(stream, handle<CUevent>(), 0);
  if (verb == "upload_pinned") {
    std::uint64_t to = address();
    void *from = host_address();
    return cuMemcpyHtoDAsync_v2(to, from, number(), stream);
  }
  if (verb == "upload_staged") return cuMemcpyHtoDAsync_v2(address(), bytes_.data(), bytes_.size(), stream);
  if (verb == "download_pinned") {
    void *to = host_address();
    std::uint64_t from = address(), count = number();
    awaited_.emplace_back(to, count);
    return cuMemcpyDtoHAsync_v2(to, from, count, stream);
  }
  if (verb == "download_staged") {
    std::uint64_t from = address();
    return download(from, number(), stream, true);
  }
  std::uint64_t to = address();
  if (verb == "copy_async") {
    std::uint64_t from = address();
    return cuMemcpyDtoDAsync_v2(to, from, number(), stream);
  }
  std::uint64_t value = number(), count = number();
  return verb == "fill8_async" ? cuMemsetD8Async(to, static_cast<unsigned char>(value), count, stream)
                               : cuMemsetD32Async(to, static_cast<unsigned>(value), count, stream);
}

CUresult Replay::execute(const std::string &verb) {
  if (verb == "multiprocessors") {
    state().settings.sms = static_cast<long long>(number());
    return CUDA_SUCCESS;
  }
  if (verb == "create") return create();
  if (verb == "destroy") return cuCtxDestroy_v2(handle<CUcontext>());
  if (verb == "push") return cuCtxPushCurrent_v2(handle<CUcontext>());
  if (verb == "pop") {
    CUcontext context;
    return cuCtxPopCurrent_v2(&context);
  }
  if (verb == "device_memory" || verb == "host_memory") return allocate(verb == "host_memory");
  if (verb == "free_device") return cuMemFree_v2(address());
  if (verb == "free_host") return cuMemFreeHost(host_address());
  if (verb == "host") {
    void *to = host_address();
    races::write(to, bytes_.size());
    std::memcpy(to, bytes_.data(), bytes_.size());
    return CUDA_SUCCESS;
  }
  if (verb == "stream") {
    std::uint64_t then = number();
    CUstream stream;
    CUresult result = cuStreamCreate(&stream, static_cast<unsigned>(number()));
    know(then, stream);
    return result;
  }
  if (verb == "destroy_stream") return cuStreamDestroy_v2(handle<CUstream>());
  if (verb == "event") {
    std::uint64_t then = number();
    CUevent event;
    CUresult result = cuEventCreate(&event, static_cast<unsigned>(number()));
    know(then, event);
    return result;
  }
  if (verb == "destroy_event") return cuEventDestroy_v2(handle<CUevent>());
  return verb == "launch" ? launch() : execute_work(verb);
}

}  // namespace

#ifdef GRAVMF_RACES
// What the emulator itself frees in the name of a stream or a node, never a kernel.
extern "C" const char *__tsan_default_suppressions() { return "race_top:operator delete\n"; }
extern "C" const char *__tsan_default_options() { return "history_size=0:exitcode=66:detect_deadlocks=0"; }
#endif

int main(int count, char **words) {
  Options options;
  std::vector<std::string> files;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    if (word == "--seed" && i + 1 < count) {
      options.seed = std::atoll(words[++i]);
    } else if (word == "--backwards") {
      options.backwards = true;
#ifdef GRAVMF_COUNTS
    } else if (word == "--own-cache" && i + 1 < count) {
      counts::set_own_cache(static_cast<std::size_t>(std::atoll(words[++i])) << 10);
#endif
    } else if (word == "--forget" && i + 1 < count) {
      options.forget = words[++i];
    } else if (word.rfind("--", 0) == 0) {
      give_up("no such option: " + word);
    } else {
      files.push_back(word);
    }
  }
  cuInit(0);
  state().settings.seed = options.seed;
  state().settings.backwards = options.backwards ? 1 : 0;
  for (const std::string &file : files) {
    std::uint64_t digest = Replay(file, options).run();
    std::printf("%016" PRIx64 " %s\n", digest, file.c_str());
  }
#ifdef GRAVMF_COUNTS
  counts::print(stdout);
#endif
  if (state().counters.bounds_violations != 0) give_up("writes outside allocations");
  return 0;
}
