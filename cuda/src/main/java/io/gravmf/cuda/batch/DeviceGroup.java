package io.gravmf.cuda.batch;

import static io.gravmf.cuda.driver.Driver.check;

import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.TrainingSession;
import io.gravmf.cuda.driver.CudaDevice;
import io.gravmf.cuda.driver.DeviceScope;
import io.gravmf.cuda.driver.DeviceTimer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Sessions in one context of a device. Those whose epochs need no host run them as branches of one
 * graph; beside them go, stage by stage, those that do; what can be neither runs alone.
 */
public final class DeviceGroup implements SessionGroup {

  /** As many as sessions have room for; one with less room runs alone. */
  private static final int MOST_EPOCHS = 512;

  private final DeviceScope scope;
  private final BiFunction<DeviceScope, Problem, TrainingSession> opening;
  private final ToLongFunction<Problem> bytes;
  private final Set<TrainingSession> opened = Collections.newSetFromMap(new WeakHashMap<>());
  private CUstream stream;
  private DeviceTimer timer;
  private Branches branches;

  /**
   * Makes a group without sessions.
   *
   * @param opening opens a session in a scope
   * @param bytes what a session takes of the device's memory
   */
  public DeviceGroup(
      CudaDevice device,
      BiFunction<DeviceScope, Problem, TrainingSession> opening,
      ToLongFunction<Problem> bytes) {
    this.opening = opening;
    this.bytes = bytes;
    scope = DeviceScope.own(device);
    scope.open(this::open);
  }

  private void open() {
    scope.kernels();
    stream = scope.stream();
    timer = new DeviceTimer(scope);
    branches = new Branches(scope, stream);
    scope.hold(branches::forget);
  }

  @Override
  public TrainingSession open(Problem problem) {
    TrainingSession session = opening.apply(scope.inner(), problem);
    synchronized (opened) {
      opened.add(session);
    }
    return session;
  }

  @Override
  public List<Loss[]> run(List<TrainingSession> sessions, int epochs) {
    requireTogether(sessions, epochs);
    return scope.use(() -> runAll(sessions, epochs));
  }

  private void requireTogether(List<TrainingSession> sessions, int epochs) {
    if (epochs < 1 || epochs > MOST_EPOCHS) {
      throw new IllegalArgumentException("epochs is " + epochs + ", expected 1 to " + MOST_EPOCHS);
    }
    synchronized (opened) {
      if (!opened.containsAll(sessions) || new HashSet<>(sessions).size() < sessions.size()) {
        throw new IllegalArgumentException("expected sessions of this group, each once");
      }
    }
  }

  private List<Loss[]> runAll(List<TrainingSession> sessions, int epochs) {
    List<Member> joined = new ArrayList<>();
    List<StagedMember> staged = new ArrayList<>();
    List<TrainingSession> alone = new ArrayList<>();
    for (TrainingSession session : sessions) {
      if (session instanceof Member member && member.mostEpochs() >= epochs) {
        joined.add(member);
      } else if (session instanceof StagedMember member) {
        staged.add(member);
      } else {
        alone.add(session);
      }
    }
    Map<TrainingSession, Loss[]> losses = new HashMap<>();
    queue(joined, epochs);
    runStages(staged, epochs, losses);
    take(joined, epochs, losses);
    for (TrainingSession session : alone) {
      losses.put(session, session.run(epochs, () -> false));
    }
    return sessions.stream().map(losses::get).toList();
  }

  private void queue(List<Member> members, int epochs) {
    if (members.isEmpty()) {
      return;
    }
    members.forEach(member -> member.begin(stream, epochs));
    timer.begin(stream);
    branches.queue(members, epochs);
    timer.end(stream);
    members.forEach(member -> member.end(stream, epochs));
  }

  /** Sweep by sweep, and each stage of one session while the device is at those of the others. */
  private static void runStages(
      List<StagedMember> members, int sweeps, Map<TrainingSession, Loss[]> losses) {
    members.forEach(member -> losses.put(member, new Loss[sweeps]));
    int stages = members.stream().mapToInt(StagedMember::stages).max().orElse(0);
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (int stage = 0; stage < stages; stage++) {
        for (StagedMember member : members) {
          if (stage < member.stages()) {
            member.queueStage(stage);
          }
        }
      }
      for (StagedMember member : members) {
        losses.get(member)[sweep] = member.endSweep(members.size());
      }
    }
  }

  private void take(List<Member> members, int epochs, Map<TrainingSession, Loss[]> losses) {
    if (members.isEmpty()) {
      return;
    }
    check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    double share = timer.milliseconds() / members.size();
    String path = "graph of " + members.size() + (members.size() == 1 ? " model" : " models");
    for (Member member : members) {
      losses.put(member, member.take(epochs, share, path));
    }
  }

  @Override
  public int mostEpochs() {
    return MOST_EPOCHS;
  }

  @Override
  public long deviceBytes(Problem problem) {
    return bytes.applyAsLong(problem);
  }

  @Override
  public long freeBytes() {
    return scope.freeMemory();
  }

  @Override
  public void close() {
    scope.close();
  }
}
