package io.gravmf.cuda.epoch;

import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.cuda.driver.CudaException;
import io.gravmf.cuda.driver.NativeLibrary;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/**
 * Gram matrices and their products by cuBLAS, in float32.
 *
 * <p>cuBLAS counts by columns: what is a row-major T × ld matrix here is an ld × T matrix there.
 */
public final class Cublas implements AutoCloseable {

  /** Null where the library loads, else why not. */
  private static final String PROBLEM =
      NativeLibrary.load("JCublas2", () -> JCublas2.setExceptionsEnabled(false));

  private static final Pointer ONE = Pointer.to(new float[] {1});
  private static final Pointer ZERO = Pointer.to(new float[] {0});

  private final cublasHandle handle = new cublasHandle();
  private boolean open;

  /**
   * Opens the library for a stream.
   *
   * @throws BackendUnavailableException if cuBLAS is not installed
   */
  public Cublas(CUstream stream) {
    if (PROBLEM != null) {
      throw new BackendUnavailableException("cuBLAS cannot be used: " + PROBLEM);
    }
    check(JCublas2.cublasCreate(handle), "cublasCreate");
    open = true;
    try {
      check(JCublas2.cublasSetStream(handle, new cudaStream_t(stream)), "cublasSetStream");
    } catch (CudaException e) {
      close();
      throw e;
    }
  }

  /** Returns why cuBLAS cannot be used, in one line, or null where it can. */
  public static String problem() {
    return PROBLEM;
  }

  /** Queues both Gram matrices, and each side's rows times the other side's matrix. */
  public void gramAndProduct(DeviceProblem p) {
    int n = p.size.n();
    int m = p.size.m();
    int ld = p.size.ld();
    CUdeviceptr items = p.factors.withByteOffset((long) n * ld * Float.BYTES);
    CUdeviceptr itemGram = p.gram.withByteOffset((long) ld * ld * Float.BYTES);
    CUdeviceptr itemProduct = p.product.withByteOffset((long) n * ld * Float.BYTES);
    gram(p.factors, n, ld, p.gram);
    gram(items, m, ld, itemGram);
    product(itemGram, p.factors, n, ld, p.product);
    product(p.gram, items, m, ld, itemProduct);
  }

  private void gram(CUdeviceptr factors, int rows, int ld, CUdeviceptr out) {
    multiply(cublasOperation.CUBLAS_OP_T, ld, ld, rows, factors, factors, out);
  }

  private void product(CUdeviceptr gram, CUdeviceptr factors, int rows, int ld, CUdeviceptr out) {
    multiply(cublasOperation.CUBLAS_OP_N, ld, rows, ld, gram, factors, out);
  }

  /** All three matrices have ld rows, so ld is the leading dimension of each. */
  private void multiply(
      int transposeB, int ld, int columns, int inner, CUdeviceptr a, CUdeviceptr b, CUdeviceptr c) {
    check(
        JCublas2.cublasSgemm(
            handle,
            cublasOperation.CUBLAS_OP_N,
            transposeB,
            ld,
            columns,
            inner,
            ONE,
            a,
            ld,
            b,
            ld,
            ZERO,
            c,
            ld),
        "cublasSgemm");
  }

  private static void check(int status, String call) {
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw new CudaException(call, cublasStatus.stringFor(status), status);
    }
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    check(JCublas2.cublasDestroy(handle), "cublasDestroy");
  }
}
