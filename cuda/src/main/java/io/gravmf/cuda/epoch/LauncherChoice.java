package io.gravmf.cuda.epoch;

import java.util.Arrays;
import java.util.List;

/**
 * Which launcher to use: times each on a few real epochs, which costs nothing because all give the
 * same bits, and then keeps the fastest.
 */
final class LauncherChoice implements AutoCloseable {

  /** Epochs that wake a launcher up, and epochs that are timed. */
  private static final int[] EPOCHS_OF_PHASE = {2, 8};

  private final List<EpochLauncher> candidates;
  private final double[] milliseconds;
  private int candidate;
  private int phase;
  private int epochsOfPhase;
  private boolean decided;

  LauncherChoice(List<EpochLauncher> candidates) {
    this.candidates = List.copyOf(candidates);
    milliseconds = new double[candidates.size()];
    decided = candidates.size() == 1;
  }

  /** Returns the launcher for the next batch. */
  EpochLauncher current() {
    return candidates.get(candidate);
  }

  /** Returns how many of the epochs wanted the next batch should have. */
  int batch(int wanted) {
    return decided ? wanted : Math.min(wanted, EPOCHS_OF_PHASE[phase] - epochsOfPhase);
  }

  /** Takes note of a batch that ran. */
  void ran(int epochs, double batchMilliseconds) {
    if (decided) {
      return;
    }
    epochsOfPhase += epochs;
    milliseconds[candidate] += phase == 1 ? batchMilliseconds : 0;
    if (epochsOfPhase < EPOCHS_OF_PHASE[phase]) {
      return;
    }
    epochsOfPhase = 0;
    phase = 1 - phase;
    if (phase == 0 && ++candidate == candidates.size()) {
      decided = true;
      candidate = fastest();
    }
  }

  private int fastest() {
    double least = Arrays.stream(milliseconds).min().orElseThrow();
    int fastest = 0;
    while (milliseconds[fastest] > least) {
      fastest++;
    }
    return fastest;
  }

  @Override
  public void close() {
    for (EpochLauncher launcher : candidates) {
      launcher.close();
    }
  }
}
