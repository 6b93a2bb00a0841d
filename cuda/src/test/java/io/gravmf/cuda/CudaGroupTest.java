package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Loss;
import io.gravmf.backend.Problem;
import io.gravmf.backend.SessionGroup;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.cuda.driver.CudaException;
import io.gravmf.data.FloatMatrix;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are trained side by side are those that are trained alone. */
@OnEmulatedDevice
class CudaGroupTest {

  private static final Objective WEIGHTS = Objective.ofWeights(0.1, 0.1);

  @TempDir private Path folder;

  private static SessionGroup group() {
    return Training.backend(BackendOptions.defaults()).openGroup().orElseThrow();
  }

  /** Every optimiser, of several widths, with rows of several parts and segments. */
  static List<Problem> problems() {
    Objective every = Training.objectives().get(4);
    List<Problem> problems = new ArrayList<>();
    problems.add(RandomProblems.of(5, 7, 40, 3, WEIGHTS, 1));
    problems.add(RandomProblems.of(2, 700, 1300, 37, WEIGHTS, 2));
    for (Optimizer optimizer :
        List.of(
            Optimizer.AdamW.NOTEBOOK,
            new Optimizer.LeastSquares(),
            new Optimizer.ConjugateGradients(2))) {
      Problem problem = RandomProblems.of(3, 320, 700, 5 + problems.size(), every, 3);
      problems.add(problem.with(optimizer));
    }
    problems.add(CudaGibbsTest.problem(6, 9, 40, 4, 2, 5));
    problems.add(CudaGibbsTest.problem(3, 260, 330, 11, 0, 6));
    return problems;
  }

  private static List<Training> alone(List<Problem> problems, int epochs) {
    return problems.stream()
        .map(problem -> Training.of(BackendOptions.defaults(), problem, epochs))
        .toList();
  }

  private static Training trained(TrainingSession session, List<Loss> losses) {
    return new Training(losses, session.validate(), session.state());
  }

  /** In whatever order blocks and branches run. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void theBitsAreThoseOfTrainingEachAlone(long seed) {
    List<Problem> problems = problems();
    List<Training> expected = alone(problems, 21);
    EmulatedDriver.set("seed", seed);
    try (SessionGroup group = group()) {
      List<TrainingSession> sessions = problems.stream().map(group::open).toList();
      List<List<Loss>> losses = new ArrayList<>();
      sessions.forEach(session -> losses.add(new ArrayList<>()));
      for (int epochs : new int[] {1, 11, 9}) {
        List<Loss[]> found = group.run(sessions, epochs);
        for (int k = 0; k < sessions.size(); k++) {
          Collections.addAll(losses.get(k), found.get(k));
        }
      }
      for (int k = 0; k < sessions.size(); k++) {
        trained(sessions.get(k), losses.get(k)).assertSameBits(expected.get(k));
        sessions.get(k).close();
      }
    }
  }

  /** As halving does: some end early, others come, each runs alone for a while. */
  @Test
  void whoComesAndGoesDisturbsNobody() {
    List<Problem> problems = problems();
    List<Training> expected = alone(problems, 6);
    try (SessionGroup group = group()) {
      List<TrainingSession> open = new ArrayList<>();
      List<List<Loss>> losses = new ArrayList<>();
      int next = 0;
      int ended = 0;
      while (ended < problems.size()) {
        if (next < problems.size()) {
          open.add(group.open(problems.get(next++)));
          losses.add(new ArrayList<>());
        }
        List<Loss[]> found = group.run(open, 1);
        for (int k = 0; k < open.size(); k++) {
          Collections.addAll(losses.get(k), found.get(k));
        }
        TrainingSession first = open.get(0);
        Collections.addAll(losses.get(0), first.run(1, () -> false));
        if (first.epoch() >= 5) {
          Collections.addAll(losses.get(0), first.run(6 - first.epoch(), () -> false));
          trained(first, losses.get(0)).assertSameBits(expected.get(ended++));
          first.close();
          open.remove(0);
          losses.remove(0);
        }
      }
    }
  }

  @Test
  void epochsOfAllAreOneLaunch() {
    try (SessionGroup group = group()) {
      List<TrainingSession> sessions = problems().subList(0, 5).stream().map(group::open).toList();
      group.run(sessions, 1);
      assertThat(EmulatedDriver.count(Counter.GRAPHS_RUN)).isZero();
      group.run(sessions, 3);
      assertThat(EmulatedDriver.count(Counter.GRAPHS_RUN)).isEqualTo(3);
      group.run(sessions, 18);
      assertThat(EmulatedDriver.count(Counter.GRAPHS_RUN)).isEqualTo(3 + 2 + 2);
      assertThat(sessions)
          .allSatisfy(
              session -> {
                assertThat(session.deviceTime().orElseThrow().path())
                    .isEqualTo("graph of 5 models");
                assertThat(session.deviceTime().orElseThrow().seconds()).isPositive();
              });
    }
  }

  @Test
  void aModelThatDivergesDisturbsNobody() {
    Problem problem = RandomProblems.of(5, 7, 40, 3, WEIGHTS, 1);
    FloatMatrix huge = FloatMatrix.zeros(5, 3);
    Arrays.fill(huge.values(), 3e38f);
    Problem diverging =
        new Problem(
            problem.split(),
            WEIGHTS,
            problem.optimizer(),
            TrainingState.initial(huge, problem.start().items().factors()));
    Problem sampled = CudaGibbsTest.problem(6, 9, 40, 4, 2, 5);
    FloatMatrix hugeToo = FloatMatrix.zeros(6, 5);
    Arrays.fill(hugeToo.values(), 3e38f);
    Problem overflowing =
        new Problem(
            sampled.split(),
            sampled.objective(),
            sampled.optimizer(),
            new TrainingState(0, 4, TrainingState.Side.initial(hugeToo), sampled.start().items()),
            sampled.information());
    List<Problem> problems = List.of(diverging, problem, overflowing, sampled);
    List<Training> expected = alone(List.of(problem, sampled), 4);
    try (SessionGroup group = group()) {
      List<TrainingSession> sessions = problems.stream().map(group::open).toList();
      List<Loss[]> losses = group.run(sessions, 4);
      assertThat(losses.get(0)[3].isFinite()).isFalse();
      assertThat(losses.get(2)[3].isFinite()).isFalse();
      sessions.get(0).close();
      trained(sessions.get(1), List.of(losses.get(1))).assertSameBits(expected.get(0));
      trained(sessions.get(3), List.of(losses.get(3))).assertSameBits(expected.get(1));
    }
  }

  @Test
  void whatASessionTakesIsKnownBeforeAndGivenBackAfter() {
    try (SessionGroup group = group()) {
      for (Problem problem : problems()) {
        long free = group.freeBytes();
        long needed = group.deviceBytes(problem);
        try (TrainingSession session = group.open(problem)) {
          assertThat(session.epoch()).isZero();
          assertThat(free - group.freeBytes()).isPositive().isLessThanOrEqualTo(needed);
          if (!(problem.optimizer() instanceof Optimizer.Gibbs)) {
            assertThat(free - group.freeBytes()).isEqualTo(needed);
          }
        }
        assertThat(group.freeBytes()).isEqualTo(free);
      }
    }
  }

  @Test
  void whatDoesNotFitBesideTheOthersIsRefusedAndDisturbsNobody() {
    Problem problem = RandomProblems.of(5, 7, 40, 3, WEIGHTS, 1);
    Training expected = alone(List.of(problem), 3).get(0);
    try (SessionGroup group = group()) {
      EmulatedDriver.set("memory", group.deviceBytes(problem) * 3 / 2);
      TrainingSession session = group.open(problem);
      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> group.open(problem))
          .withMessageContaining("MiB of device memory");
      List<Loss[]> losses = group.run(List.of(session), 3);
      trained(session, List.of(losses.get(0))).assertSameBits(expected);
      session.close();
      try (TrainingSession next = group.open(problem)) {
        assertThat(next.epoch()).isZero();
      }
    }
  }

  @Test
  void sessionsOfOthersAndTheSameTwiceAreRefused() {
    Problem problem = RandomProblems.of(5, 7, 40, 3, WEIGHTS, 1);
    SessionGroup group = group();
    TrainingSession session = group.open(problem);
    try (TrainingSession other = Training.backend(BackendOptions.defaults()).open(problem)) {
      assertThatIllegalArgumentException().isThrownBy(() -> group.run(List.of(session, other), 1));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> group.run(List.of(session, session), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> group.run(List.of(session), group.mostEpochs() + 1));
    assertThat(group.run(List.of(), 1)).isEmpty();
    group.close();
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> group.run(List.of(session), 1))
        .withMessage("the session is closed");
  }

  @ParameterizedTest
  @CsvSource({"GRAM, STREAM", "GRAM, SIMPLE", "GRAM, PERSISTENT", "DENSE, AUTO", "CUBLAS, AUTO"})
  void otherWaysToRunEpochsHaveNoGroups(Gravity gravity, EpochPath path) {
    assertThat(Training.backend(new BackendOptions(1, gravity, path)).openGroup()).isEmpty();
  }

  /** Where a model alone would be trained by cuBLAS it is here too, by itself. */
  @Test
  void wideModelsKeepTheirWay() {
    List<Problem> problems =
        List.of(
            RandomProblems.of(4, 6, 16, 300, WEIGHTS, 3),
            RandomProblems.of(5, 7, 40, 3, WEIGHTS, 1));
    List<Training> expected = alone(problems, 3);
    try (SessionGroup group = group()) {
      List<TrainingSession> sessions = problems.stream().map(group::open).toList();
      List<Loss[]> losses = group.run(sessions, 3);
      for (int k = 0; k < 2; k++) {
        trained(sessions.get(k), List.of(losses.get(k))).assertSameBits(expected.get(k));
        sessions.get(k).close();
      }
    }
  }

  private static void everything(List<Problem> problems) {
    try (SessionGroup group = group();
        TrainingSession first = group.open(problems.get(0));
        TrainingSession second = group.open(problems.get(1));
        TrainingSession third = group.open(problems.get(2))) {
      group.run(List.of(first, second, third), 10);
      group.run(List.of(first, third), 2);
      first.validate();
      second.state();
    }
  }

  private List<String> callsOf(Runnable action) throws IOException {
    Path trace = Files.createTempFile(folder, "calls", "");
    EmulatedDriver.trace(trace);
    action.run();
    EmulatedDriver.reset();
    Training.makeOpeningFast();
    return Files.readAllLines(trace);
  }

  /** Of each call the first, second and last; all that lives is given back whichever fails. */
  @Test
  void aCallThatFailsIsNamedAndLosesNothing() throws IOException {
    Training.makeOpeningFast();
    List<Problem> problems = List.of(problems().get(0), problems().get(3), problems().get(5));
    int live = EmulatedDriver.count(Counter.LIVE);
    List<String> calls = callsOf(() -> everything(problems));
    Map<String, Integer> seen = new HashMap<>();
    for (String call : calls) {
      int k = seen.merge(call, 1, Integer::sum);
      if (k > 2 && k < Collections.frequency(calls, call)) {
        continue;
      }
      EmulatedDriver.failCall(call, k, CUresult.CUDA_ERROR_UNKNOWN);
      assertThat(catchThrowable(() -> everything(problems)))
          .as("call %d of %s", k, call)
          .isInstanceOfAny(CudaException.class, BackendUnavailableException.class)
          .hasMessageContaining(call.replaceFirst("(WithFlags)?(_v2)?$", ""))
          .hasNoSuppressedExceptions();
      assertThat(EmulatedDriver.count(Counter.FAULTS_FIRED)).as(call).isEqualTo(1);
      assertThat(EmulatedDriver.count(Counter.LIVE)).as(call).isEqualTo(live);
      EmulatedDriver.reset();
      Training.makeOpeningFast();
    }
    assertThat(seen).hasSizeGreaterThan(20);
  }

  @Test
  void aKernelThatFailsEndsTheGroup() {
    Training.makeOpeningFast();
    Problem problem = problems().get(0);
    try (SessionGroup group = group();
        TrainingSession first = group.open(problem);
        TrainingSession second = group.open(problem)) {
      EmulatedDriver.failCall("run_kernel", 5, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertThatExceptionOfType(CudaException.class)
          .isThrownBy(() -> group.run(List.of(first, second), 4))
          .withMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
      assertThatIllegalStateException()
          .isThrownBy(second::state)
          .withMessageContaining("the session has failed");
    }
    Training.of(BackendOptions.defaults(), problem, 2);
  }
}
