package io.gravmf.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trainings that do not fit, in a JVM that has little. */
class TrainingMemoryTest {

  private static final List<Integer> DIMS =
      List.of(20, 100, 250, 400, 700, 1000, 3000, 100_000, 3_000_000);

  /** What the other JVM runs: every optimiser, with more and more factors. */
  static final class Grows {

    private Grows() {}

    public static void main(String[] words) {
      Split split =
          Splits.random(
              new SyntheticRatings(new SyntheticConfig(200, 300, 4000, 1)).toRatings(), 0.8, 1);
      for (Optimizer optimizer :
          List.of(
              Optimizer.AdamW.NOTEBOOK,
              new Optimizer.LeastSquares(),
              new Optimizer.ConjugateGradients(2),
              new Optimizer.Gibbs(2, 0, 2, 0, Hyperpriors.DEFAULT, 1))) {
        for (int dim : DIMS) {
          System.out.println(optimizer.name() + " " + dim + ": " + train(split, optimizer, dim));
        }
      }
    }

    private static String train(Split split, Optimizer optimizer, int dim) {
      Objective objective =
          optimizer instanceof Optimizer.Gibbs ? Objective.SAMPLED : Objective.NOTEBOOK;
      TrainingConfig config =
          TrainingConfig.builder()
              .dim(dim)
              .epochs(2)
              .optimizer(optimizer)
              .objective(objective)
              .build();
      try {
        Trainer.train(
            split,
            config,
            Backends.choose("cpu-plain", new BackendOptions(2)).backend(),
            TrainingListener.NONE);
        return "trained";
      } catch (BackendUnavailableException refused) {
        return refused.getMessage();
      }
    }
  }

  @Test
  void neededAndAvailableAreSaidOfWhateverDoesNotFit() throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Grows.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
    List<String> lines = said.lines().filter(line -> line.matches("[a-z-]+ [0-9]+: .*")).toList();
    assertThat(lines).hasSize(4 * DIMS.size());
    assertThat(lines)
        .allMatch(
            line ->
                line.matches(
                    "[a-z-]+ [0-9]+: (trained|training needs (some )?[0-9,]+ MB of heap,.* [0-9,]+"
                        + " MB .*(-Xmx|less)\\)|.* more than a Java array can hold)"));
    assertThat(lines).filteredOn(line -> line.matches(".* 20: trained")).hasSize(4);
    // No heap of any machine would do.
    assertThat(lines)
        .filteredOn(line -> line.contains(" 3000000: "))
        .hasSize(4)
        .allMatch(line -> line.endsWith(" MB (fewer factors need less)"));
    assertThat(lines).filteredOn(line -> line.matches(".* (3000|100000): training .*")).hasSize(8);
  }
}
