package io.gravmf.examples;

import io.gravmf.backend.Backend;
import io.gravmf.backend.Backends;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsReader;
import io.gravmf.data.ReadOptions;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.evaluate.Evaluation;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.nio.file.Path;

/** Trains a model from a file of ratings, measures it, predicts a rating and saves it. */
public final class TrainAndPredict {

  private TrainAndPredict() {}

  /** Takes the file of ratings and the folder for the model. */
  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    // The README shows the lines from here ...
    Ratings ratings = RatingsReader.read(file, ReadOptions.DEFAULT).ratings();
    Split split = Splits.random(ratings, 0.8, 1);
    TrainingConfig config = TrainingConfig.builder().dim(16).epochs(400).build();
    Backend backend = Backends.choose("auto").backend();
    Model model = Trainer.train(split, config, backend, TrainingListener.NONE).model();
    Evaluation evaluation = Evaluation.of(model, split.validation());
    System.out.printf("RMSE %.3f, the mean's %.3f%n", evaluation.rmse(), evaluation.meanRmse());
    double stars = model.predict(model.userIds().row("196"), model.itemIds().row("242"));
    System.out.printf("user 196 would give item 242 %.2f stars%n", stars);
    ModelFiles.save(folder, model);
    // ... to here.
  }
}
