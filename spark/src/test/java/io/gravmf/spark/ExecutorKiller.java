package io.gravmf.spark;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** Kills the process of an executor of this driver, one in each of some sweeps. */
final class ExecutorKiller extends SparkListener {

  private final List<String> sweeps;
  private final Set<Long> killed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger removed = new AtomicInteger();

  /**
   * @param sweeps how the descriptions of their jobs begin, behind {@code gravmf: }
   */
  ExecutorKiller(String... sweeps) {
    this.sweeps = List.of(sweeps);
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String what = job.properties().getProperty("spark.job.description", "");
    for (int k = 0; k < sweeps.size(); k++) {
      if (what.contains(sweeps.get(k)) && killed.size() <= k) {
        executors().limit(1).forEach(this::kill);
      }
    }
  }

  private void kill(ProcessHandle process) {
    killed.add(process.pid());
    process.destroyForcibly();
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
    removed.incrementAndGet();
  }

  /** The only programs that a driver starts; their command lines are too long for the JDK. */
  private static Stream<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("java"));
  }

  /** Returns how many were killed. */
  int killed() {
    return killed.size();
  }

  /** Returns how many Spark has missed. */
  int removed() {
    return removed.get();
  }
}
