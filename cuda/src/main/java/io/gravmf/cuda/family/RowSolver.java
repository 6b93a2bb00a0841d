package io.gravmf.cuda.family;

import jcuda.driver.CUstream;

/** A way to solve all rows of a side, the other side being fixed. */
interface RowSolver {

  /** Uploads what the solver needs beside the problem. */
  void upload();

  /** Queues the solution of a side; the other side's Gram matrix must be that of its factors. */
  void queue(CUstream stream, Side side);
}
