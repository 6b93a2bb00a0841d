package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.TrainingState;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.cuda.block.BlockDevices;
import io.gravmf.cuda.block.BlockSystems;
import io.gravmf.cuda.block.SolvedBlock;
import io.gravmf.cuda.driver.CudaException;
import io.gravmf.data.CompressedRows;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import io.gravmf.objective.BiasPenalty;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import jcuda.driver.CUresult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks of users' rows beside the CPU's users after half a sweep, whole and cut. */
@OnEmulatedDevice
class CudaBlockTest {

  private static final int D = 5;

  /** Few users, so that some have more ratings than a part of a long row. */
  private static final int USERS = 7;

  private static final int ITEMS = 400;
  private static final Optimizer EXACT = new Optimizer.LeastSquares();

  @BeforeEach
  void makeOpeningFast() {
    Training.makeOpeningFast();
  }

  @AfterEach
  void closeContexts() {
    BlockDevices.close();
  }

  private static Problem problem(Objective objective, Optimizer optimizer) {
    Problem random = RandomProblems.of(USERS, ITEMS, 3000, D, objective, 3);
    return new Problem(random.split(), objective, optimizer, random.start());
  }

  static List<Arguments> problems() {
    List<Arguments> all = new ArrayList<>();
    for (Objective objective : Training.objectives()) {
      for (Optimizer optimizer : List.of(EXACT, new Optimizer.ConjugateGradients(3))) {
        all.add(Arguments.of(objective, optimizer));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("problems")
  void rowsAreTheCpusAndTheirBitsNoBlocks(Objective objective, Optimizer optimizer) {
    Problem problem = problem(objective, optimizer);
    SolvedBlock whole = BlockDevices.solve("", block(problem, 0, USERS), true);
    FloatMatrix expected = usersOfTheCpu(problem);
    for (int k = 0; k < expected.values().length; k++) {
      assertThat(whole.rows().values()[k]).isCloseTo(expected.values()[k], within(2e-4f));
    }
    assertSquares(problem, whole);

    List<Float> bits = new ArrayList<>();
    List<Double> squares = new ArrayList<>();
    for (int[] cut : new int[][] {{0, 1}, {1, 5}, {5, USERS}}) {
      SolvedBlock part = BlockDevices.solve("0", block(problem, cut[0], cut[1]), true);
      for (float value : part.rows().values()) {
        bits.add(value);
      }
      Arrays.stream(part.squaredErrors()).forEach(squares::add);
    }
    assertThat(bits).containsExactly(boxed(whole.rows().values()));
    assertThat(squares)
        .containsExactly(Arrays.stream(whole.squaredErrors()).boxed().toArray(Double[]::new));
  }

  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, k -> values[k]);
    return boxed;
  }

  private static FloatMatrix usersOfTheCpu(Problem problem) {
    try (TrainingSession cpu =
        Backends.choose("cpu-plain", new BackendOptions(2)).backend().open(problem)) {
      cpu.run(1, () -> false);
      return cpu.state().users().factors();
    }
  }

  /** In float64, from the rows that were found. */
  private static void assertSquares(Problem problem, SolvedBlock found) {
    BlockSystems block = block(problem, 0, USERS);
    for (int row = 0; row < USERS; row++) {
      double sum = 0;
      for (int k = block.offsets()[row]; k < block.offsets()[row + 1]; k++) {
        int item = block.columns()[k];
        double error = -block.targets()[k];
        for (int f = 0; f < D; f++) {
          error += (double) found.rows().get(row, f) * block.others().get(item, f);
        }
        if (block.others().columns() > D) {
          error += found.rows().get(row, D) + (double) block.others().get(item, D);
        }
        sum += (block.weights() == null ? 1 : block.weights()[k]) * error * error;
      }
      assertThat(found.squaredErrors()[row]).isCloseTo(sum, within(1e-5 * sum));
    }
  }

  /** Some users, with the items that they need alone. */
  private static BlockSystems block(Problem problem, int from, int to) {
    Objective objective = problem.objective();
    Ratings train = problem.split().train();
    TrainingState start = problem.start();
    CompressedRows byUser = CompressedRows.byUser(train);
    int begin = byUser.offsets()[from];
    int end = byUser.offsets()[to];
    int[] needed = Arrays.stream(byUser.columns(), begin, end).sorted().distinct().toArray();
    float[] weights = null;
    if (objective.targets().isWeighted()) {
      weights = Arrays.copyOfRange(objective.targets().weights(byUser, train.values()), begin, end);
    }
    BiasPenalty biases = objective.biases().orElse(new BiasPenalty(0, 0));
    double ratings = train.size();
    boolean exact = problem.optimizer() instanceof Optimizer.LeastSquares;
    return new BlockSystems(
        D,
        Arrays.stream(byUser.offsets(), from, to + 1).map(offset -> offset - begin).toArray(),
        Arrays.stream(byUser.columns(), begin, end)
            .map(column -> Arrays.binarySearch(needed, column))
            .toArray(),
        Arrays.copyOfRange(
            objective.targets().targets(byUser, train.values(), problem.mean()), begin, end),
        weights,
        rows(start.items().factors(), needed),
        exact ? null : rows(start.users().factors(), IntStream.range(from, to).toArray()),
        gram(start.items().factors()),
        objective.gravity() * ratings / ((double) USERS * ITEMS),
        Arrays.copyOfRange(objective.users().weights(byUser.offsets()), from, to),
        biases.users() / USERS * ratings,
        train.size(),
        problem.optimizer());
  }

  private static FloatMatrix rows(FloatMatrix all, int[] rows) {
    FloatMatrix some = FloatMatrix.zeros(rows.length, all.columns());
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(
          all.values(), rows[k] * all.columns(), some.values(), k * all.columns(), all.columns());
    }
    return some;
  }

  private static double[] gram(FloatMatrix rows) {
    double[] lower = new double[D * (D + 1) / 2];
    int at = 0;
    for (int i = 0; i < D; i++) {
      for (int j = 0; j <= i; j++) {
        for (int row = 0; row < rows.rows(); row++) {
          lower[at] += (double) rows.get(row, i) * rows.get(row, j);
        }
        at++;
      }
    }
    return lower;
  }

  @Test
  void threadsOfAProcessShareOneContextOfADevice() {
    EmulatedDriver.set("devices", 2);
    BlockSystems systems = block(problem(Objective.NOTEBOOK, EXACT), 0, USERS);
    SolvedBlock expected = BlockDevices.solve("", systems, false);
    List<CompletableFuture<SolvedBlock>> found = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      String address = k % 2 == 0 ? "0" : "1";
      found.add(CompletableFuture.supplyAsync(() -> BlockDevices.solve(address, systems, false)));
    }
    for (CompletableFuture<SolvedBlock> block : found) {
      assertThat(block.join().rows().values()).isEqualTo(expected.rows().values());
    }
    assertThat(expected.squaredErrors()).isNull();
    assertThat(EmulatedDriver.count(Counter.CONTEXTS)).isEqualTo(2);
    assertThat(EmulatedDriver.count(Counter.DEVICE_ALLOCATIONS)).isZero();
    BlockDevices.close();
    assertThat(EmulatedDriver.count(Counter.LIVE)).isZero();
  }

  @Test
  void aFailureIsNamedAndTheNextBlockHasANewContext() {
    BlockSystems systems = block(problem(Objective.NOTEBOOK, EXACT), 0, USERS);
    SolvedBlock expected = BlockDevices.solve("", systems, false);
    EmulatedDriver.failCall("run_kernel", 1, CUresult.CUDA_ERROR_LAUNCH_FAILED);
    assertThatExceptionOfType(CudaException.class)
        .isThrownBy(() -> BlockDevices.solve("", systems, false))
        .withMessageContaining("CUDA_ERROR_LAUNCH_FAILED")
        .satisfies(failure -> assertThat(failure).hasNoSuppressedExceptions());
    assertThat(EmulatedDriver.count(Counter.LIVE)).isZero();
    assertThat(BlockDevices.solve("", systems, false).rows().values())
        .isEqualTo(expected.rows().values());
  }

  @Test
  void devicesHaveNumbersAndIdentities() {
    EmulatedDriver.set("devices", 2);
    String identity = new CudaBackendProvider().report(BackendOptions.defaults()).get(1).uuid();
    assertThat(BlockDevices.model(identity))
        .isEqualTo(BlockDevices.model("1"))
        .startsWith("gravmf emulated")
        .endsWith("compute capability 9.0");
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> BlockDevices.model("7"))
        .withMessage("there is no device 'cuda:7', expected cuda:0 to cuda:1");
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> BlockDevices.model("MIG-1"))
        .withMessage(
            "there is no GPU 'MIG-1', expected a number from 0 to 1 or GPU- and its identity, as"
                + " nvidia-smi -L writes it");
  }

  @Test
  void aBlockThatDoesNotFitSaysSo() {
    BlockSystems systems = block(problem(Objective.NOTEBOOK, EXACT), 0, USERS);
    EmulatedDriver.set("memory", 30_000);
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> BlockDevices.solve("", systems, false))
        .withMessage("a block of 7 rows needs 1 MiB of device memory, 0 MiB are free");
  }
}
