package io.gravmf.bench.result;

import java.util.List;

/**
 * How the objective falls with time.
 *
 * @param who the optimiser and the device
 * @param version of this software
 * @param data which ratings
 * @param settings what it was told, for people
 * @param steps epochs or sweeps until each point
 * @param seconds of training at each point, without reading the data
 * @param total the objective at each point
 */
public record ObjectiveCurve(
    String who,
    String version,
    String data,
    String settings,
    List<Integer> steps,
    List<Double> seconds,
    List<Double> total) {

  /** Returns the lowest value. */
  public double lowest() {
    return total.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  /** Returns the value at the end. */
  public double last() {
    return total.get(total.size() - 1);
  }

  /** Returns the first point that is as low as a goal, or -1 where none is. */
  public int firstAt(double goal) {
    for (int k = 0; k < total.size(); k++) {
      if (total.get(k) <= goal) {
        return k;
      }
    }
    return -1;
  }
}
