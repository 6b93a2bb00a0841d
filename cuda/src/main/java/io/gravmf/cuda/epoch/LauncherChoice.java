package io.gravmf.cuda.epoch;

import java.util.Arrays;
import java.util.List;

/**
 * Which launcher to use: times each on real epochs, which costs nothing because all give the same
 * bits, and then keeps the fastest. They take turns, so that clocks that rise while they run favour
 * none, and a turn is as long as the larger graph, so that this is what is timed.
 */
final class LauncherChoice implements AutoCloseable {

  /** Of each launcher at a time. */
  static final int EPOCHS_OF_TURN = GraphLauncher.EPOCHS_OF_LARGE;

  /** Turns of each launcher; the first wakes it up and does not count. */
  static final int TURNS = 3;

  private final List<EpochLauncher> candidates;
  private final double[] milliseconds;
  private int candidate;
  private int turn;
  private int epochsOfTurn;
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
    int most = Math.min(wanted, current().mostEpochs());
    return decided ? most : Math.min(most, EPOCHS_OF_TURN - epochsOfTurn);
  }

  /** Takes note of a batch that ran. */
  void ran(int epochs, double batchMilliseconds) {
    if (decided) {
      return;
    }
    epochsOfTurn += epochs;
    milliseconds[candidate] += turn == 0 ? 0 : batchMilliseconds;
    if (epochsOfTurn < EPOCHS_OF_TURN) {
      return;
    }
    epochsOfTurn = 0;
    candidate = (candidate + 1) % candidates.size();
    if (candidate == 0 && ++turn == TURNS) {
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
