package io.gravmf.cuda.tsne;

import io.gravmf.cuda.driver.CudaDevices;
import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.TsneDevice;
import io.gravmf.embedding.TsneSteps;

/** Exact t-SNE on a GPU. */
public final class CudaTsneDevice implements TsneDevice {

  @Override
  public String kind() {
    return CudaDevices.KIND;
  }

  @Override
  public TsneSteps open(
      String device, FloatMatrix layout, float[][] probabilities, double learningRate) {
    return new CudaTsneSteps(CudaDevices.named(device), layout, probabilities, learningRate);
  }
}
