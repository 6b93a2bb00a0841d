package io.gravmf.cuda.driver;

import io.gravmf.backend.DeviceFailedException;

/** A call of the CUDA driver or of cuBLAS that failed: which call, and with what result. */
public final class CudaException extends DeviceFailedException {

  private static final long serialVersionUID = 1L;

  private final int result;

  /** Creates the exception of a call and its result. */
  public CudaException(String call, String resultName, int result) {
    super(call + " failed: " + resultName + " (" + result + ")");
    this.result = result;
  }

  /** Returns the {@code CUresult} or {@code cublasStatus_t} of the call. */
  public int result() {
    return result;
  }
}
