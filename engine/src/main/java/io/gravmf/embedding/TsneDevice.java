package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;

/** A kind of device, other than the CPU, that descends by the exact method; found as a service. */
public interface TsneDevice {

  /** Returns the word that device names begin with, such as {@code cuda}. */
  String kind();

  /**
   * Takes a layout and its probabilities into the device's memory.
   *
   * @param device the device's name
   * @param layout where points begin, N × 2 or N × 3
   * @param probabilities p, N rows of at least N values, symmetric, with a sum of 1
   * @param learningRate step size
   * @throws RuntimeException if the device is not there or has not the memory; the message is one
   *     line that says so
   */
  TsneSteps open(String device, FloatMatrix layout, float[][] probabilities, double learningRate);
}
