/**
 * Matrix-factorisation recommenders with a gravity term: ratings, trainer, backends, model.
 *
 * <p>With {@code --add-modules jdk.incubator.vector} it runs its faster kernels.
 */
module io.gravmf.engine {
  requires commons.math3;
  requires org.apache.commons.rng.api;
  requires org.apache.commons.rng.sampling;
  requires org.apache.commons.rng.simple;
  requires tools.jackson.databind;

  exports io.gravmf.backend;
  exports io.gravmf.backend.lockstep;
  exports io.gravmf.backend.reference;
  exports io.gravmf.checkpoint;
  exports io.gravmf.crossvalidate;
  exports io.gravmf.data;
  exports io.gravmf.data.fetch;
  exports io.gravmf.data.items;
  exports io.gravmf.data.read;
  exports io.gravmf.data.synthetic;
  exports io.gravmf.data.text;
  exports io.gravmf.embedding;
  exports io.gravmf.evaluate;
  exports io.gravmf.evaluate.ranking;
  exports io.gravmf.features;
  exports io.gravmf.format;
  exports io.gravmf.model;
  exports io.gravmf.objective;
  exports io.gravmf.recommend;
  exports io.gravmf.search;
  exports io.gravmf.selftest;
  exports io.gravmf.train;

  // Random numbers and priors, which sessions on every device draw alike.
  exports io.gravmf.random to
      io.gravmf.cuda;
  exports io.gravmf.sample to
      io.gravmf.cuda;
  exports io.gravmf.solve to
      io.gravmf.cuda;

  uses io.gravmf.backend.BackendProvider;
  uses io.gravmf.embedding.TsneDevice;

  provides io.gravmf.backend.BackendProvider with
      io.gravmf.backend.cpu.CpuBackendProvider;
}
