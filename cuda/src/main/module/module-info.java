/**
 * The engine's backend for NVIDIA GPUs, which the engine finds as a service.
 *
 * <p>From JDK 24 on, {@code --enable-native-access=jcuda,jcublas} lets it load its libraries
 * without a warning.
 */
module io.gravmf.cuda {
  requires transitive io.gravmf.engine;
  requires io.gravmf.kernels;
  requires jcublas;
  requires jcuda;
  // JCuda has no module descriptor of its own that would ask for it.
  requires java.logging;
  requires org.apache.commons.rng.api;
  requires org.apache.commons.rng.simple;

  exports io.gravmf.cuda;

  provides io.gravmf.backend.BackendProvider with
      io.gravmf.cuda.CudaBackendProvider;
  provides io.gravmf.embedding.TsneDevice with
      io.gravmf.cuda.tsne.CudaTsneDevice;
}
