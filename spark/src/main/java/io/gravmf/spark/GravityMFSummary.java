package io.gravmf.spark;

import io.gravmf.spark.sweep.SweepReport;
import java.util.List;

/**
 * How training went.
 *
 * @param sweeps the terms of the objective after each sweep, and the seconds that it took
 */
public record GravityMFSummary(List<SweepReport> sweeps) {

  /** Takes a copy. */
  public GravityMFSummary {
    sweeps = List.copyOf(sweeps);
  }

  /** Returns the objective after each sweep. */
  public double[] objectiveHistory() {
    return sweeps.stream().mapToDouble(sweep -> sweep.loss().total()).toArray();
  }
}
