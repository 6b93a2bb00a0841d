package io.gravmf.solve;

/**
 * What is known of the rows to solve: row i has entries {@code offsets[i]} to {@code offsets[i + 1]
 * - 1}, each with a row of the other side, a target and a weight. Arrays are shared, not copied.
 *
 * @param offsets where each row's entries begin, and last their number
 * @param columns each entry's row of the other side
 * @param targets each entry's target t
 * @param weights each entry's weight w, 0 or more, or null where all are 1
 * @param roots the weights' roots, or null
 * @param ridges what each row has on its diagonal beyond what all rows share, or null for 0
 * @param biasRidges the same for the bias, or null
 */
@SuppressWarnings("ArrayRecordComponent") // identity, not equality, is what owners pass on
public record Observations(
    int[] offsets,
    int[] columns,
    float[] targets,
    float[] weights,
    float[] roots,
    float[] ridges,
    float[] biasRidges) {

  /** Returns observations of weight 1, in rows whose systems differ in nothing else. */
  public static Observations of(int[] offsets, int[] columns, float[] targets) {
    return new Observations(offsets, columns, targets, null, null, null, null);
  }

  /** Returns these observations with weights. */
  public Observations withWeights(float[] newWeights) {
    float[] newRoots = new float[newWeights.length];
    for (int k = 0; k < newRoots.length; k++) {
      newRoots[k] = (float) Math.sqrt(newWeights[k]);
    }
    return new Observations(offsets, columns, targets, newWeights, newRoots, ridges, biasRidges);
  }

  /** Returns these observations with a ridge for each row's factors and for its bias. */
  public Observations withRidges(float[] newRidges, float[] newBiasRidges) {
    return new Observations(offsets, columns, targets, weights, roots, newRidges, newBiasRidges);
  }

  int count(int row) {
    return offsets[row + 1] - offsets[row];
  }

  float ridge(int row) {
    return ridges == null ? 0 : ridges[row];
  }

  float biasRidge(int row) {
    return biasRidges == null ? 0 : biasRidges[row];
  }

  float weight(int entry) {
    return weights == null ? 1 : weights[entry];
  }

  /** Returns an entry's target times its weight's root. */
  float scaledTarget(int entry) {
    return roots == null ? targets[entry] : roots[entry] * targets[entry];
  }
}
