package io.gravmf.backend;

import io.gravmf.data.DoubleMatrix;
import io.gravmf.data.FloatMatrix;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an optimiser carries from one step into the next beside the rows' factors and AdamW's
 * moments: a sampler's sums, its generator. Each has a name of the optimiser's own choice, by which
 * checkpoints keep it, bit for bit.
 *
 * @param floats matrices of float32
 * @param doubles matrices of float64
 * @param values anything short, as text
 */
public record OptimizerState(
    Map<String, FloatMatrix> floats,
    Map<String, DoubleMatrix> doubles,
    Map<String, String> values) {

  /** That of an optimiser which carries nothing more. */
  public static final OptimizerState NONE = new OptimizerState(Map.of(), Map.of(), Map.of());

  /** Sorts by name, so that equal states are stored alike. */
  public OptimizerState {
    floats = Collections.unmodifiableMap(new TreeMap<>(floats));
    doubles = Collections.unmodifiableMap(new TreeMap<>(doubles));
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
