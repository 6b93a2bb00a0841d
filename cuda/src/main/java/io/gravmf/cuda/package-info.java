/**
 * NVIDIA GPUs, by the CUDA driver API alone.
 *
 * <p>The door is {@link io.gravmf.cuda.CudaBackendProvider}, which the engine finds as a service.
 * Behind it, {@code driver} finds devices and holds contexts, memory and the loaded kernels; {@code
 * epoch} trains, by one of several launchers; {@code family} does so for other objectives and by
 * sweeps; {@code tsne} and {@code topn} call their kernels; {@code check} compares every kernel
 * with float64. The kernels and what they expect are described in {@code
 * kernels/src/main/cuda/ABI.md}.
 */
package io.gravmf.cuda;
