/** The compiled CUDA kernels. Their sources and interface are in {@code src/main/cuda}. */
package io.gravmf.kernels;
