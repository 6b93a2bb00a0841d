package io.gravmf.embedding;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.util.ServiceLoader;

/** Finds the device that a name means. */
final class TsneDevices {

  private static final String CUDA = "cuda";

  private static final String CUDA_ARTIFACT = "io.gravmf:gravmf-cuda";

  private TsneDevices() {}

  /**
   * @throws InvalidInputException if no kind of device has that name, or it cannot be used
   */
  static TsneSteps open(
      String name, FloatMatrix layout, float[][] probabilities, double learningRate) {
    for (TsneDevice device :
        ServiceLoader.load(TsneDevice.class, TsneDevices.class.getClassLoader())) {
      if (name.equals(device.kind()) || name.startsWith(device.kind() + ":")) {
        return device.open(name, layout, probabilities, learningRate);
      }
    }
    if (name.equals(CUDA) || name.startsWith(CUDA + ":")) {
      throw new InvalidInputException(
          "device '"
              + name
              + "' needs the artifact "
              + CUDA_ARTIFACT
              + ", which is neither on the class path nor on the module path");
    }
    throw new InvalidInputException(
        "there is no device '" + name + "' for t-SNE, expected " + TsneConfig.CPU + " or cuda");
  }
}
