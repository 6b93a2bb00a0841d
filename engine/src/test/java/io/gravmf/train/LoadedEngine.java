package io.gravmf.train;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.recommend.Recommender;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What an application does with an engine that a class loader of its own has: some of everything.
 */
public final class LoadedEngine implements Consumer<Path> {

  private static final int EPOCHS = 3;

  /** For the class loader that loads it by name. */
  public LoadedEngine() {}

  @Override
  public void accept(Path folder) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int k = 0; k < 200; k++) {
      builder.add("u" + k % 20, "i" + k * 7 % 13, 1 + k % 5);
    }
    Split split = Splits.random(builder.build(), 0.8, 1);
    FloatMatrix points = train(split, "cpu-plain", Optimizer.AdamW.NOTEBOOK, folder);
    train(split, "cpu-plain", new Optimizer.Gibbs(EPOCHS, 1, 1, 0, Hyperpriors.DEFAULT, 1), folder);
    train(split, "cpu", new Optimizer.LeastSquares(), folder);
    train(split, "cpu", new Optimizer.ConjugateGradients(2), folder);
    Tsne.embed(points, tsne(), TsneListener.NONE);
  }

  private static FloatMatrix train(Split split, String device, Optimizer optimizer, Path folder) {
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(3)
            .epochs(EPOCHS)
            .optimizer(optimizer)
            .objective(
                optimizer instanceof Optimizer.Gibbs ? Objective.SAMPLED : Objective.NOTEBOOK)
            .build();
    Backend backend = Backends.choose(device, new BackendOptions(2)).backend();
    ModelFiles.save(folder, Trainer.train(split, config, backend, TrainingListener.NONE).model());
    Model model = ModelFiles.load(folder);
    if (new Recommender(model).recommend("u1", 3, any -> true).size() != 3) {
      throw new IllegalStateException("not three recommendations");
    }
    return model.itemFactors();
  }

  private static TsneConfig tsne() {
    return TsneConfig.builder().iterations(10).perplexity(2).build();
  }
}
