package io.gravmf.examples;

import io.gravmf.backend.Backends;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.recommend.Recommendation;
import io.gravmf.recommend.Recommender;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.nio.file.Path;

/** The README's example: read, split, train, save, predict. */
final class TrainAndPredict {

  private TrainAndPredict() {}

  static double run(Path file, Path folder) {
    // README
    Ratings ratings = RatingsReader.read(file, ReadOptions.DEFAULT).ratings();
    Split split = Splits.random(ratings, 0.8, 1);
    TrainingConfig config = TrainingConfig.builder().dim(32).epochs(300).build();
    Backends.Choice choice = Backends.choose(Backends.AUTO);
    System.out.println("training on " + choice.reason());
    Model model = Trainer.train(split, config, choice.backend(), TrainingListener.NONE).model();
    ModelFiles.save(folder, model);
    Recommender recommender = new Recommender(model);
    for (Recommendation best : recommender.recommend("196", 10, item -> !item.equals("242"))) {
      System.out.println(best.item() + " " + best.rating());
    }
    return recommender.predict("196", "242");
    // end
  }
}
