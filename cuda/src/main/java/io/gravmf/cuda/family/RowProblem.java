package io.gravmf.cuda.family;

import java.util.List;
import jcuda.driver.CUdeviceptr;

/**
 * What the least-squares problems of rows are made of, as kernels read it ({@code row_system.cuh}):
 * buffers in device memory, by the names of {@code kernels/src/main/cuda/ABI.md}, once they are
 * allocated, and what all rows of a side have in common.
 */
public interface RowProblem {

  /** Returns the sizes. */
  FamilySize size();

  /** Returns the sides whose rows are solved. */
  List<Side> sides();

  /** Returns the order of a side's rows. */
  RowOrder order(Side side);

  /** Returns the rows of both sides. */
  CUdeviceptr factors();

  /** Returns each rating's row of the other side. */
  CUdeviceptr columns();

  /** Returns what is to be predicted. */
  CUdeviceptr targets();

  /** Returns the weights of ratings, or null where all are 1. */
  CUdeviceptr weights();

  /** Returns where each row's ratings begin. */
  CUdeviceptr rowBegin();

  /** Returns the Gram matrices of both sides. */
  CUdeviceptr gram();

  /** Returns the weight of each row's squared norm. */
  CUdeviceptr penalty();

  /** Returns the number of the sweep within its batch. */
  CUdeviceptr counter();

  /**
   * Returns by what weights of squared norms are multiplied: ratings, or 1 where they have been.
   */
  double ratings();

  /** Returns the weight of the other side's Gram matrix in a row's system. */
  double gravity();

  /** Returns what a bias's equation of a side has on its diagonal beyond its ratings. */
  double biasRidge(Side side);
}
