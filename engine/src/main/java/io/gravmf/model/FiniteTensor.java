package io.gravmf.model;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.format.SafeTensors;
import java.util.Locale;

/** Tensors that can be calculated with. */
final class FiniteTensor {

  private FiniteTensor() {}

  /**
   * Returns a tensor.
   *
   * @param source where the tensors were read from, named in the message
   * @throws InvalidInputException if there is none of that name, or it has a value that is not
   *     finite
   */
  static FloatMatrix require(String source, SafeTensors tensors, String name) {
    FloatMatrix matrix = tensors.require(source, name);
    float[] values = matrix.values();
    for (int k = 0; k < values.length; k++) {
      if (!Float.isFinite(values[k])) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s: %s[%d][%d]: found %s, expected a finite number",
                source,
                name,
                k / matrix.columns(),
                k % matrix.columns(),
                values[k]));
      }
    }
    return matrix;
  }
}
