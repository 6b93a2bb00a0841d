package io.gravmf.bench.compare;

import io.gravmf.bench.result.Iteration;

/**
 * The state of a machine around iterations: the range of times that a value took from one processor
 * to another. Iterations whose times are alike were measured on the same machine, so to speak.
 *
 * @param least nanoseconds
 * @param most nanoseconds
 */
record MachineState(double least, double most) {

  /** Times further apart than this factor are of different states. */
  private static final double ALIKE = 1.4;

  /** A value that takes so long waits for another program. */
  private static final double HELD = 10_000;

  static MachineState of(Iteration iteration) {
    return new MachineState(
        Math.min(iteration.exchangeBefore(), iteration.exchangeAfter()),
        Math.max(iteration.exchangeBefore(), iteration.exchangeAfter()));
  }

  /** Returns the state of both. */
  MachineState with(MachineState other) {
    return new MachineState(Math.min(least, other.least), Math.max(most, other.most));
  }

  /** Returns whether it is one state, undisturbed; or unknown, which is not known to be several. */
  boolean isSteady() {
    return Double.isNaN(most) || (most < HELD && most <= ALIKE * least);
  }

  /** Returns whether an iteration was all within this one's reach upwards. */
  boolean reaches(MachineState other) {
    return Double.isNaN(least)
        || (other.least >= least && other.most <= ALIKE * least && other.most < HELD);
  }
}
