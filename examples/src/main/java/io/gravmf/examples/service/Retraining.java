package io.gravmf.examples.service;

import io.gravmf.backend.Backend;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.train.StopReason;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import io.gravmf.train.WarmStart;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains on all that is known, from the model there is, into the folder that is served. */
final class Retraining {

  private final Path folder;
  private final KnownRatings known;
  private final TrainingConfig config;
  private final Backend backend;

  Retraining(Path folder, KnownRatings known, TrainingConfig config, Backend backend) {
    this.folder = folder;
    this.known = known;
    this.config = config;
    this.backend = backend;
  }

  /** Trains and saves; an interruption ends it after the epoch, and then nothing is saved. */
  void run() {
    Ratings ratings = known.all();
    Split split = Splits.random(ratings, 1, config.seed());
    TrainingResult result;
    if (Files.exists(folder.resolve(ModelFiles.JSON))) {
      Model before = ModelFiles.load(folder);
      WarmStart start = WarmStart.of(before, split, config);
      result = Trainer.train(split, config, start.state(), backend, TrainingListener.NONE);
    } else {
      result = Trainer.train(split, config, backend, TrainingListener.NONE);
    }
    if (result.stopReason() != StopReason.CANCELLED) {
      ModelFiles.save(folder, result.model());
    }
  }
}
