// Capture of streams into graphs, and graphs.
#include <algorithm>

#include "record.h"
#include "state.h"

namespace gravmf::emulator {

// Nodes run in the order that is furthest from the one of their calls and that their dependencies allow: what works here
// does not depend on anything that was not said.
Operation run_graph(std::shared_ptr<const std::vector<GraphNode>> nodes, std::shared_ptr<std::vector<NodeOrder>> orders) {
  return [nodes, orders] {
    ++state().counters.graph_launches;
    races::Order begun;
    begun.release();
    std::vector<char> done(nodes->size(), 0);
    for (std::size_t count = 0; count < nodes->size(); ++count) {
      for (std::size_t i = nodes->size(); i-- > 0;) {
        const GraphNode &node = (*nodes)[i];
        bool ready = done[i] == 0 &&
                     std::all_of(node.after.begin(), node.after.end(), [&](std::size_t before) { return done[before] != 0; });
        if (!ready) continue;
        {
          races::Scope scope((*orders)[i].agent);
          begun.acquire();
          for (std::size_t before : node.after) (*orders)[before].order.acquire();
          if (CUresult result = node.run(); result != CUDA_SUCCESS) return result;
          (*orders)[i].order.release();
        }
        done[i] = 1;
        break;
      }
    }
    for (const NodeOrder &node : *orders) node.order.acquire();
    return CUDA_SUCCESS;
  };
}

}  // namespace gravmf::emulator

using namespace gravmf::emulator;

DRIVER cuStreamBeginCapture_v2(CUstream stream, int mode) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  if (stream == stream->context->null_stream) return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
  if (stream->capture != nullptr) return CUDA_ERROR_ILLEGAL_STATE;
  record("begin_capture", word(stream), mode);
  stream->capture = std::make_shared<Capture>();
  stream->capture->graph = std::make_unique<Graph>();
  stream->capture->origin = stream;
  stream->capture->mode = mode;
  stream->last_nodes.clear();
  return CUDA_SUCCESS;
}

DRIVER cuStreamEndCapture(CUstream stream, CUgraph *graph) {
  BEGIN_RELEASE(kContext);
  stream = resolve(stream);
  if (graph != nullptr) *graph = nullptr;
  if (stream == nullptr) return call.answer(CUDA_ERROR_INVALID_HANDLE);
  if (stream->capture == nullptr) return call.answer(CUDA_ERROR_ILLEGAL_STATE);
  std::shared_ptr<Capture> capture = stream->capture;
  if (capture->origin != stream) return call.answer(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED);
  // Every node must come before what the first stream did last.
  std::vector<GraphNode> &nodes = capture->graph->nodes;
  std::vector<char> reached(nodes.size(), 0);
  for (std::size_t last : stream->last_nodes) reached[last] = 1;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    for (std::size_t before : nodes[i].after) reached[before] |= reached[i];
  }
  bool joined = std::all_of(reached.begin(), reached.end(), [](char r) { return r != 0; });
  for (Stream *other : state().streams) {
    if (other->capture != capture) continue;
    other->capture = nullptr;
    other->last_nodes.clear();
  }
  for (Event *event : state().events) {
    if (event->capture == capture) event->capture = nullptr;
  }
  if (capture->invalid) return call.answer(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED);
  if (!joined) return call.answer(CUDA_ERROR_STREAM_CAPTURE_UNJOINED);
  if (call.refusal() != CUDA_SUCCESS) return call.refusal();
  if (graph == nullptr) return CUDA_ERROR_INVALID_VALUE;
  *graph = capture->graph.release();
  state().graphs.insert(*graph);
  record("end_capture", word(stream), word(*graph));
  return CUDA_SUCCESS;
}

DRIVER cuStreamIsCapturing(CUstream stream, int *status) {
  BEGIN_CALL(kContext);
  stream = resolve(stream);
  if (stream == nullptr) return CUDA_ERROR_INVALID_HANDLE;
  *status = stream->capture == nullptr  ? CU_STREAM_CAPTURE_STATUS_NONE
            : stream->capture->invalid ? CU_STREAM_CAPTURE_STATUS_INVALIDATED
                                        : CU_STREAM_CAPTURE_STATUS_ACTIVE;
  return CUDA_SUCCESS;
}

DRIVER cuThreadExchangeStreamCaptureMode(int *mode) {
  BEGIN_CALL(kInit);
  static thread_local int current = CU_STREAM_CAPTURE_MODE_GLOBAL;
  std::swap(*mode, current);
  return CUDA_SUCCESS;
}

DRIVER cuGraphCreate(CUgraph *graph, unsigned) {
  BEGIN_CALL(kInit);
  *graph = new Graph;
  state().graphs.insert(*graph);
  return CUDA_SUCCESS;
}

// Only the number of nodes: they have no handles here.
DRIVER cuGraphGetNodes(CUgraph graph, void **nodes, std::size_t *count) {
  BEGIN_CALL(kInit);
  if (state().graphs.count(graph) == 0 || count == nullptr) return CUDA_ERROR_INVALID_VALUE;
  if (nodes != nullptr) return CUDA_ERROR_NOT_SUPPORTED;
  *count = graph->nodes.size();
  return CUDA_SUCCESS;
}

DRIVER cuGraphDestroy(CUgraph graph) {
  BEGIN_RELEASE(kInit);
  if (state().graphs.erase(graph) == 0) return call.answer(CUDA_ERROR_INVALID_VALUE);
  record("destroy_graph", word(graph));
  delete graph;
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuGraphInstantiateWithFlags(CUgraphExec *exec, CUgraph graph, unsigned long long) {
  BEGIN_CALL(kContext);
  if (exec == nullptr || state().graphs.count(graph) == 0) return CUDA_ERROR_INVALID_VALUE;
  auto orders = std::make_shared<std::vector<NodeOrder>>(graph->nodes.size());
  *exec = new GraphExec{std::make_shared<const std::vector<GraphNode>>(graph->nodes), orders, current_context()};
  state().graph_execs.insert(*exec);
  record("instantiate", word(*exec), word(graph));
  return CUDA_SUCCESS;
}

DRIVER cuGraphUpload(CUgraphExec exec, CUstream stream) {
  BEGIN_CALL(kContext);
  bool known = state().graph_execs.count(exec) != 0 && resolve(stream) != nullptr;
  return known ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

DRIVER cuGraphLaunch(CUgraphExec exec, CUstream stream) {
  BEGIN_CALL(kContext);
  if (state().graph_execs.count(exec) == 0) return CUDA_ERROR_INVALID_HANDLE;
  record("launch_graph", word(exec), word(resolve(stream)));
  return submit(stream, run_graph(exec->nodes, exec->orders));
}

DRIVER cuGraphExecDestroy(CUgraphExec exec) {
  BEGIN_RELEASE(kContext);
  if (state().graph_execs.erase(exec) == 0) return call.answer(CUDA_ERROR_INVALID_HANDLE);
  record("destroy_exec", word(exec));
  delete exec;
  return call.answer(CUDA_SUCCESS);
}
