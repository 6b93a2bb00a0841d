package io.gravmf.bench.result;

import java.util.List;

/**
 * How the validation RMSE falls with time.
 *
 * @param who the software and the device
 * @param version of that software
 * @param data which ratings
 * @param settings what it was told, for people
 * @param seconds of training, at each point, without reading the data
 * @param rmse at each point
 */
public record RmseCurve(
    String who,
    String version,
    String data,
    String settings,
    List<Double> seconds,
    List<Double> rmse) {

  /** Returns the first time at which the RMSE is as low as that, or NaN where it never is. */
  public double secondsTo(double goal) {
    for (int k = 0; k < rmse.size(); k++) {
      if (rmse.get(k) <= goal) {
        return seconds.get(k);
      }
    }
    return Double.NaN;
  }

  /** Returns the lowest RMSE. */
  public double best() {
    return rmse.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }
}
