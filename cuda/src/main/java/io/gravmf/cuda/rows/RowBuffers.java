package io.gravmf.cuda.rows;

import io.gravmf.cuda.driver.Layout;
import jcuda.driver.CUdeviceptr;

/**
 * What kernels read of rows' problems ({@code row_system.cuh}): buffers in device memory, by the
 * names of {@code kernels/src/main/cuda/ABI.md}.
 *
 * @param factors the rows of both sides
 * @param columns each rating's row of the other side
 * @param targets what is to be predicted
 * @param weights of ratings, or null where all are 1
 * @param rowBegin where each row's ratings begin
 * @param gram the Gram matrices of both sides
 * @param penalty the weight of each row's squared norm
 * @param counter the number of the sweep within its batch
 */
public record RowBuffers(
    ParameterMatrix factors,
    Layout.Buffer columns,
    Layout.Buffer targets,
    Layout.Buffer weights,
    Layout.Buffer rowBegin,
    Layout.Buffer gram,
    Layout.Buffer penalty,
    Layout.Buffer counter) {

  /** Returns the address of the weights, null where all are 1. */
  public CUdeviceptr weightsAt() {
    return weights == null ? null : weights.at();
  }

  /** Returns the arguments that say what is known, with which kernels begin. */
  public Object[] known() {
    return new Object[] {factors.at(), columns.at(), targets.at(), weightsAt(), rowBegin.at()};
  }
}
