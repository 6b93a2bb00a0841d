package io.gravmf.bench.measure;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.data.Split;
import io.gravmf.model.Model;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;

/** Models for the benchmarks of what is done with one. */
final class TrainedModel {

  private TrainedModel() {}

  /** Returns a model after some epochs on the CPU. */
  static Model of(Split split, int dim, int epochs) {
    return Trainer.train(
            split,
            TrainingConfig.builder().dim(dim).epochs(epochs).reportEvery(epochs).build(),
            Backends.choose("cpu", BackendOptions.defaults()).backend(),
            TrainingListener.NONE)
        .model();
  }
}
