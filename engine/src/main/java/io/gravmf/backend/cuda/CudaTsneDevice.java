package io.gravmf.backend.cuda;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.embedding.TsneDevice;
import io.gravmf.embedding.TsneSteps;

/** Exact t-SNE on a GPU. */
public final class CudaTsneDevice implements TsneDevice {

  @Override
  public String kind() {
    return CudaBackendProvider.KIND;
  }

  @Override
  public TsneSteps open(
      String device, FloatMatrix layout, float[][] probabilities, double learningRate) {
    try {
      return new CudaTsneSteps(
          CudaBackendProvider.device(device), layout, probabilities, learningRate);
    } catch (BackendUnavailableException e) {
      throw new InvalidInputException(e.getMessage(), e);
    }
  }
}
