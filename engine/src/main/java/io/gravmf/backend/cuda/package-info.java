/**
 * NVIDIA GPUs, by the CUDA driver API alone.
 *
 * <p>From the outside in: {@link io.gravmf.backend.cuda.CudaBackendProvider} looks for devices,
 * {@code CudaBackend} opens a {@code CudaSession}, which holds a context, one block of device
 * memory and the loaded kernels, and runs epochs by one of several {@code EpochLauncher}s. The
 * kernels and what they expect are described in {@code kernels/src/main/cuda/ABI.md}.
 */
package io.gravmf.backend.cuda;
