package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.StateAssertions;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.kernels.KernelImages;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.objective.Penalty;
import io.gravmf.objective.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/**
 * What a session was opened, trained and closed for.
 *
 * @param losses of each epoch
 * @param validation the loss over the validation ratings in the end
 * @param state factors and moments in the end
 */
record Training(List<Loss> losses, Loss validation, TrainingState state) {

  /** Trains on the first device, by a call of {@code run} for each number of epochs. */
  static Training of(BackendOptions options, Problem problem, int... epochs) {
    try (TrainingSession session = backend(options).open(problem)) {
      return of(session, epochs);
    }
  }

  /** Trains in a session that stays open. */
  static Training of(TrainingSession session, int... epochs) {
    List<Loss> losses = new ArrayList<>();
    for (int count : epochs) {
      losses.addAll(List.of(session.run(count, () -> false)));
    }
    return new Training(losses, session.validate(), session.state());
  }

  static Backend backend(BackendOptions options) {
    return new CudaBackendProvider().create("cuda", options);
  }

  static BackendOptions by(EpochPath path) {
    return new BackendOptions(1, Gravity.GRAM, path);
  }

  static BackendOptions by(Gravity gravity) {
    return new BackendOptions(1, gravity, EpochPath.AUTO);
  }

  /** Every way to run epochs. */
  static List<BackendOptions> ways() {
    List<BackendOptions> ways = new ArrayList<>();
    for (EpochPath path : EpochPath.values()) {
      ways.add(by(path));
    }
    ways.add(by(Gravity.DENSE));
    ways.add(by(Gravity.CUBLAS));
    return ways;
  }

  /** Every way to run sweeps, and epochs of objectives that are not the notebook's. */
  static List<BackendOptions> waysOfSweeps() {
    return List.of(by(EpochPath.STREAM), by(EpochPath.GRAPH), by(EpochPath.SIMPLE));
  }

  /**
   * Every way to run a problem, to run the same with biases and all else by AdamW, exactly and by
   * conjugate gradients, and to sample.
   */
  static List<Arguments> waysOf(Problem problem) {
    List<Arguments> all = new ArrayList<>();
    ways().forEach(way -> all.add(Arguments.of(way, Named.of("notebook", problem))));
    Objective every = objectives().get(4);
    TrainingState start = problem.start().withBiases();
    for (Optimizer optimizer :
        List.of(
            problem.optimizer(),
            new Optimizer.LeastSquares(),
            new Optimizer.ConjugateGradients(2))) {
      Problem family = new Problem(problem.split(), every, optimizer, start);
      waysOfSweeps().forEach(way -> all.add(Arguments.of(way, Named.of(optimizer.name(), family))));
    }
    Problem sampled = CudaGibbsTest.problem(5, 7, 40, 3, 2, 1);
    for (EpochPath path : List.of(EpochPath.STREAM, EpochPath.SIMPLE)) {
      all.add(Arguments.of(by(path), Named.of("gibbs", sampled)));
    }
    return all;
  }

  /** Each part of the family of objectives, alone and together. */
  static List<Objective> objectives() {
    Penalty byCount = new Penalty(0.1, 1, 0);
    Penalty frequency = new Penalty(0.05, 0.5, 3);
    Optional<BiasPenalty> biases = Optional.of(new BiasPenalty(0.02, 0.05));
    Targets implicit = new Targets.Implicit(0);
    Targets weighted = new Targets.Implicit(0.5);
    return List.of(
        Objective.NOTEBOOK,
        new Objective(new Targets.Explicit(), byCount, frequency, Optional.empty(), 0.1),
        new Objective(new Targets.Explicit(), Penalty.uniform(0.1), frequency, biases, 0.1),
        new Objective(implicit, frequency, frequency, Optional.empty(), 0.3),
        new Objective(weighted, byCount, Penalty.uniform(0.03), biases, 0.2));
  }

  /** For tests of many sessions: little to run side by side, and no PTX to unpack. */
  static void makeOpeningFast() {
    EmulatedDriver.set("sms", 1);
    EmulatedDriver.set("driver", KernelImages.fatbinDriver());
  }

  void assertSameBits(Training expected) {
    assertThat(losses).isEqualTo(expected.losses);
    assertThat(validation).isEqualTo(expected.validation);
    StateAssertions.assertSameBits(state, expected.state);
  }
}
