package io.gravmf.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.data.DoubleMatrix;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.format.SafeTensors;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.train.RunState;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checksums that are right do not make a checkpoint that is whole. */
class ForgedCheckpointTest {

  private static final Split SPLIT = Runs.split(5);

  @TempDir private Path folder;

  /** A file before it is written. */
  private static final class Draft {
    final Map<String, FloatMatrix> floats;
    final Map<String, DoubleMatrix> doubles;
    final Map<String, String> metadata;

    Draft(SafeTensors whole) {
      floats = new LinkedHashMap<>(whole.tensors());
      doubles = new LinkedHashMap<>(whole.doubles());
      metadata = new TreeMap<>(whole.metadata());
    }

    Draft without(Predicate<String> names) {
      floats.keySet().removeIf(names);
      doubles.keySet().removeIf(names);
      metadata.keySet().removeIf(names);
      return this;
    }

    Draft with(String name, String value) {
      metadata.put(name, value);
      return this;
    }

    SafeTensors tensors() {
      return new SafeTensors(floats, doubles, metadata);
    }
  }

  static Stream<TrainingConfig> runs() {
    return Stream.of(
        run(Optimizer.AdamW.NOTEBOOK, Objective.NOTEBOOK, 0),
        run(Optimizer.AdamW.NOTEBOOK, Runs.BIASED, 50),
        run(new Optimizer.LeastSquares(), Objective.NOTEBOOK, 50),
        run(new Optimizer.ConjugateGradients(2), Runs.BIASED, 0),
        run(
            new Optimizer.Gibbs(14, 3, 4, 2, new Hyperpriors(2, 0, 1, 1, 1, 3), 1),
            Objective.SAMPLED,
            50),
        run(new Optimizer.Gibbs(14, 3, 4, 0, Hyperpriors.DEFAULT, 1), Objective.SAMPLED, 0));
  }

  private static TrainingConfig run(Optimizer optimizer, Objective objective, int patience) {
    return Runs.config(optimizer)
        .objective(objective)
        .earlyStopPatience(patience)
        .checkpointEvery(11)
        .build();
  }

  @Test
  void everyOptimiserIsTried() {
    assertThat(runs().<Class<?>>map(config -> config.optimizer().getClass()).distinct())
        .containsExactlyInAnyOrder(Optimizer.class.getPermittedSubclasses());
  }

  /** Returns what is in the checkpoint after eleven epochs or sweeps. */
  private SafeTensors whole(TrainingConfig config) {
    Trainer.train(
        SPLIT,
        config,
        Runs.BACKEND,
        new TrainingListener() {
          @Override
          public void onCheckpoint(Supplier<RunState> state) {
            CheckpointFiles.save(
                folder,
                new Checkpoint(
                    state.get(),
                    RunIdentity.of(SPLIT, config, Runs.BACKEND),
                    RunIdentity.notes(Runs.BACKEND)));
          }
        });
    return SafeTensors.readWithDoubles(file());
  }

  private Path file() {
    return folder.resolve(CheckpointFiles.FILE);
  }

  private void resume(TrainingConfig config) {
    Checkpoint checkpoint = CheckpointFiles.read(file());
    checkpoint.requireFits(file().toString(), SPLIT, config, Runs.BACKEND);
    try {
      Trainer.resume(SPLIT, config, checkpoint.run(), Runs.BACKEND, TrainingListener.NONE);
    } catch (IllegalArgumentException unfit) {
      // How many features a sampler has is known to its session alone.
      throw new InvalidInputException(file() + ": " + unfit.getMessage(), unfit);
    }
  }

  private void assertRefused(TrainingConfig config, Draft forged, String named) {
    forged.tensors().withChecksums().write(file());
    assertThatExceptionOfType(InvalidInputException.class)
        .as("%s with %s", named, forged.floats)
        .isThrownBy(() -> resume(config))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith(file() + ": ")
                    .doesNotContain("\n")
                    .contains(named));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void whatIsMissingIsNamed(TrainingConfig config) {
    SafeTensors whole = whole(config);
    resume(config);
    for (Iterable<String> names :
        List.of(whole.tensors().keySet(), whole.doubles().keySet(), whole.metadata().keySet())) {
      for (String name : names) {
        // What only ever led to a remark.
        if (!name.startsWith("note.")) {
          String shown = name.startsWith("run.") ? name.substring("run.".length()) : name;
          assertRefused(config, new Draft(whole).without(name::equals), shown);
        }
      }
    }
  }

  /** One who leaves out all that belongs together, and says so, is refused as well. */
  @ParameterizedTest
  @MethodSource("runs")
  void whatAnOptimiserNeedsCannotBeDeclaredToBeNone(TrainingConfig config) {
    SafeTensors whole = whole(config);
    assertRefused(
        config, new Draft(whole).without(name -> name.startsWith("run.")), "is of another run: ");
    if (config.optimizer() instanceof Optimizer.AdamW) {
      assertRefused(
          config,
          new Draft(whole).without(name -> name.contains(".exp_avg")).with("moments", "none"),
          "moments");
    }
    if (config.optimizer() instanceof Optimizer.Gibbs) {
      assertRefused(config, new Draft(whole).without(name -> name.startsWith("chain.")), "chain.");
    }
    if (config.earlyStopPatience() > 0) {
      assertRefused(
          config, new Draft(whole).without(name -> name.startsWith("best")), "best_report");
      assertRefused(config, new Draft(whole).with("reports_since_best", "49"), "reports");
      assertRefused(config, new Draft(whole).with("best.epoch", "7"), "best");
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void tensorsOfOtherShapesAreRefused(TrainingConfig config) {
    SafeTensors whole = whole(config);
    whole
        .tensors()
        .forEach(
            (name, matrix) -> {
              for (int[] shape :
                  new int[][] {
                    {matrix.rows() + 1, matrix.columns()},
                    {matrix.rows(), matrix.columns() + 1},
                    {matrix.rows(), 2 * matrix.columns() + 1},
                    {matrix.rows() + 1, 0}
                  }) {
                Draft forged = new Draft(whole);
                forged.floats.put(name, FloatMatrix.zeros(shape[0], shape[1]));
                assertRefused(config, forged, "");
              }
              if (matrix.values().length > 0) {
                float[] values = matrix.values().clone();
                values[values.length - 1] = Float.NaN;
                Draft forged = new Draft(whole);
                forged.floats.put(name, new FloatMatrix(matrix.rows(), matrix.columns(), values));
                assertRefused(config, forged, name);
              }
            });
    whole
        .doubles()
        .forEach(
            (name, matrix) -> {
              double[] values = matrix.values().clone();
              for (int k = 0; k < values.length; k++) {
                double right = values[k];
                for (double wrong : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
                  if (Double.isNaN(wrong) && Double.isNaN(right)) {
                    continue;
                  }
                  values[k] = wrong;
                  Draft forged = new Draft(whole);
                  forged.doubles.put(
                      name, new DoubleMatrix(matrix.rows(), matrix.columns(), values.clone()));
                  assertRefused(config, forged, name);
                }
                values[k] = right;
              }
            });
  }

  @Test
  void aCheckpointWithoutChecksumsIsRefused() {
    TrainingConfig config = runs().findFirst().orElseThrow();
    whole(config).write(file());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> CheckpointFiles.read(file()))
        .withMessage(file() + ": found no checksums, expected crc32c and one of each tensor");
  }
}
