package io.gravmf.backend;

/** How a CUDA device is made to run epochs; all but {@link #SIMPLE} give the same bits. */
public enum EpochPath {
  /** The fastest, by timing a few epochs of each. */
  AUTO,
  /** One cooperative launch for many epochs. */
  PERSISTENT,
  /** Captured graphs of launches. */
  GRAPH,
  /** Launch by launch. */
  STREAM,
  /** The plainest kernels, launch by launch: slow, and a check of the others. */
  SIMPLE
}
