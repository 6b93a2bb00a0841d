package io.gravmf.backend;

/** How the gravity term and its gradient are computed; all give the same up to rounding. */
public enum Gravity {
  /** Gram matrices, by whatever is fastest of what is there. */
  AUTO,
  /** Gram matrices by this engine's own code. */
  GRAM,
  /** Gram matrices by cuBLAS; on CUDA devices alone. */
  CUBLAS,
  /** Every pair of a user and an item, as the notebook does; on CUDA devices alone. */
  DENSE
}
