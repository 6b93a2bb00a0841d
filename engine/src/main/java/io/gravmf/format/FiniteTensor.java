package io.gravmf.format;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.util.Locale;

/** Tensors that can be calculated with. */
public final class FiniteTensor {

  private FiniteTensor() {}

  /**
   * Returns a tensor.
   *
   * @param source where the tensors were read from, named in the message
   * @throws InvalidInputException if there is none of that name, or it has a value that is not
   *     finite
   */
  public static FloatMatrix require(String source, SafeTensors tensors, String name) {
    return require(source, name, tensors.require(source, name));
  }

  /**
   * Returns a tensor that has been read.
   *
   * @throws InvalidInputException if it has a value that is not finite
   */
  public static FloatMatrix require(String source, String name, FloatMatrix matrix) {
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
