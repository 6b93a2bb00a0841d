/**
 * The compiled CUDA kernels, and the numbers by which they are launched. Their sources and
 * interface are in {@code src/main/cuda}.
 */
package io.gravmf.kernels;
