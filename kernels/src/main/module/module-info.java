/** The CUDA kernels of gravmf, compiled. */
module io.gravmf.kernels {
  exports io.gravmf.kernels to
      io.gravmf.cuda;
}
