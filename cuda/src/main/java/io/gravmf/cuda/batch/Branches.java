package io.gravmf.cuda.batch;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.cuda.driver.CapturedGraph;
import io.gravmf.cuda.driver.DeviceScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Epochs of several sessions as branches of one graph: each session's are queued on a stream that
 * forks from the group's and joins it again, and the device overlaps what nothing orders.
 */
final class Branches {

  /**
   * Epochs of the larger graph: enough that its launch costs little, few enough that making it
   * anew, whenever a session comes or goes, does not cost more.
   */
  static final int EPOCHS_OF_LARGE = 8;

  /** A branch's stream, and the event by which it joins. */
  private record Lane(CUstream stream, CUevent joined) {}

  private final DeviceScope scope;
  private final CUstream stream;
  private final CUevent forked;
  private final List<Lane> lanes = new ArrayList<>();

  /** Sessions whose kernels are loaded: nothing may be loaded while a graph is captured. */
  private final Set<Member> loaded = Collections.newSetFromMap(new WeakHashMap<>());

  /** Whose graphs these are. */
  private List<Member> captured = List.of();

  private CapturedGraph single;
  private CapturedGraph large;

  Branches(DeviceScope scope, CUstream stream) {
    this.scope = scope;
    this.stream = stream;
    forked = scope.event(CUevent_flags.CU_EVENT_DISABLE_TIMING);
  }

  /** Queues so many epochs of each session. */
  void queue(List<Member> members, int epochs) {
    if (!members.equals(captured)) {
      forget();
      captured = List.copyOf(members);
    }
    // Not while a graph is captured.
    while (lanes.size() < members.size()) {
      lanes.add(new Lane(scope.stream(), scope.event(CUevent_flags.CU_EVENT_DISABLE_TIMING)));
    }
    int left = epochs;
    if (!loaded.containsAll(members)) {
      branch(1);
      loaded.addAll(members);
      left--;
    }
    if (left >= EPOCHS_OF_LARGE && large == null) {
      large = capture(EPOCHS_OF_LARGE);
    }
    for (; left >= EPOCHS_OF_LARGE; left -= EPOCHS_OF_LARGE) {
      large.launch(stream);
    }
    if (left > 0 && single == null) {
      single = capture(1);
    }
    for (; left > 0; left--) {
      single.launch(stream);
    }
  }

  private CapturedGraph capture(int epochs) {
    return new CapturedGraph(stream, () -> branch(epochs));
  }

  private void branch(int epochs) {
    check(JCudaDriver.cuEventRecord(forked, stream), "cuEventRecord");
    for (int k = 0; k < captured.size(); k++) {
      Lane lane = lanes.get(k);
      check(JCudaDriver.cuStreamWaitEvent(lane.stream, forked, 0), "cuStreamWaitEvent");
      for (int epoch = 0; epoch < epochs; epoch++) {
        captured.get(k).queue(lane.stream);
      }
      check(JCudaDriver.cuEventRecord(lane.joined, lane.stream), "cuEventRecord");
    }
    for (int k = 0; k < captured.size(); k++) {
      check(JCudaDriver.cuStreamWaitEvent(stream, lanes.get(k).joined, 0), "cuStreamWaitEvent");
    }
  }

  /** Gives the graphs back, each once however often this is called. */
  void forget() {
    captured = List.of();
    CapturedGraph first = single;
    CapturedGraph second = large;
    single = null;
    large = null;
    try {
      if (first != null) {
        first.close();
      }
    } finally {
      if (second != null) {
        second.close();
      }
    }
  }
}
