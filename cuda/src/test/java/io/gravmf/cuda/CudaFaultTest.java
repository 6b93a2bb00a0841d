package io.gravmf.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import io.gravmf.backend.Problem;
import io.gravmf.backend.TrainingSession;
import io.gravmf.backend.reference.RandomProblems;
import io.gravmf.cuda.driver.CudaException;
import io.gravmf.emulator.EmulatedDriver;
import io.gravmf.emulator.EmulatedDriver.Counter;
import io.gravmf.objective.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each driver call in turn is made to fail once: the failure is named, all is given back, the
 * thread's own context is current again, and the next session gives the right bits.
 */
@OnEmulatedDevice
class CudaFaultTest {

  private static final Problem PROBLEM =
      RandomProblems.of(5, 7, 40, 3, Objective.ofWeights(0.1, 0.1), 1);

  private static final int EPOCHS = 3;

  /** Takes both graphs, of 32 epochs and of one. */
  private static final int EPOCHS_OF_GRAPHS = 33;

  /** A call that is made again and again fails at these first times, and the last. */
  private static final int FIRST_TIMES = 4;

  /** Whether each of them fails at every time: {@code -Dgravmf.faults.all=true}. */
  private static final boolean ALL = Boolean.getBoolean("gravmf.faults.all");

  @TempDir private Path folder;

  /** Of the program around us, which uses the device on this thread too. */
  private final CUcontext own = new CUcontext();

  @BeforeEach
  void makeAnotherContextCurrent() {
    assertThat(JCudaDriver.cuCtxCreate(own, 0, new CUdevice())).isZero();
    ordinary();
  }

  @AfterEach
  void destroyIt() {
    EmulatedDriver.reset();
    assertThat(JCudaDriver.cuCtxDestroy(own)).isZero();
  }

  /** A device on which every call succeeds. */
  private static void ordinary() {
    EmulatedDriver.reset();
    Training.makeOpeningFast();
  }

  private static void everything(BackendOptions way) {
    everything(way, PROBLEM);
  }

  private static void everything(BackendOptions way, Problem problem) {
    boolean graphsOfMany = way.path() == EpochPath.GRAPH && problem.objective().isNotebooks();
    Training.of(way, problem, graphsOfMany ? EPOCHS_OF_GRAPHS : EPOCHS);
  }

  private List<String> callsOf(Runnable action) throws IOException {
    Path trace = Files.createTempFile(folder, "calls", "");
    EmulatedDriver.trace(trace);
    try {
      action.run();
    } finally {
      ordinary();
    }
    return Files.readAllLines(trace);
  }

  private void assertNothingIsLost(BackendOptions way, Problem problem, Training expected) {
    CUcontext current = new CUcontext();
    assertThat(JCudaDriver.cuCtxGetCurrent(current)).isZero();
    assertThat(current).isEqualTo(own);
    assertThat(EmulatedDriver.count(Counter.LIVE)).isEqualTo(1);
    ordinary();
    Training.of(way, problem, 2).assertSameBits(expected);
  }

  /** The paths without AUTO, whose calls depend on what it measures. */
  static Stream<Arguments> ways() {
    return Training.waysOf(PROBLEM).stream()
        .filter(
            arguments -> {
              BackendOptions way = (BackendOptions) arguments.get()[0];
              return way.gravity() != Gravity.GRAM || way.path() != EpochPath.AUTO;
            });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aCallThatFailsIsNamedAndLosesNothing(BackendOptions way, Problem problem)
      throws IOException {
    Training expected = Training.of(way, problem, 2);
    List<String> made = callsOf(() -> everything(way, problem));
    Map<String, Integer> calls = new HashMap<>();
    for (String call : made) {
      int k = calls.merge(call, 1, Integer::sum);
      if (!ALL && k > FIRST_TIMES && k < Collections.frequency(made, call)) {
        continue;
      }
      EmulatedDriver.failCall(call, k, CUresult.CUDA_ERROR_UNKNOWN);
      assertThat(catchThrowable(() -> everything(way, problem)))
          .as("call %d of %s", k, call)
          .isInstanceOfAny(CudaException.class, BackendUnavailableException.class)
          .hasMessageContaining(call.replaceFirst("(WithFlags)?(_v2)?$", ""))
          .hasMessageContaining(" failed: CU")
          .hasNoSuppressedExceptions();
      assertThat(EmulatedDriver.count(Counter.FAULTS_FIRED)).isEqualTo(1);
      assertNothingIsLost(way, problem, expected);
    }
    assertThat(calls).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aKernelThatFailsIsReportedAndLosesNothing(BackendOptions way, Problem problem) {
    Training expected = Training.of(way, problem, 2);
    ordinary();
    Training.of(way, problem, EPOCHS);
    int kernels = EmulatedDriver.count(Counter.KERNELS_RUN);
    assertThat(kernels).isPositive();
    for (int k = 1; k <= kernels; k++) {
      EmulatedDriver.failCall("run_kernel", k, CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertThatExceptionOfType(CudaException.class)
          .as("kernel %d", k)
          .isThrownBy(() -> Training.of(way, problem, EPOCHS))
          .withMessageContaining(" failed: CUDA_ERROR_ILLEGAL_ADDRESS (700)")
          .matches(failure -> failure.result() == CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
      assertNothingIsLost(way, problem, expected);
    }
  }

  /** A second time may hit what another session has got at the same address since. */
  @ParameterizedTest
  @CsvSource({
    "GRAM, GRAPH, cuGraphDestroy, 1",
    "GRAM, GRAPH, cuGraphExecDestroy, 2",
    "CUBLAS, STREAM, cublasDestroy_v2, 1",
    "GRAM, STREAM, cuCtxDestroy_v2, 1"
  })
  void whatIsGivenBackIsGivenBackOnce(Gravity gravity, EpochPath path, String call, int times)
      throws IOException {
    BackendOptions way = new BackendOptions(1, gravity, path);
    EmulatedDriver.failCall(call, 1, CUresult.CUDA_ERROR_UNKNOWN);
    List<String> calls =
        callsOf(
            () -> assertThatExceptionOfType(CudaException.class).isThrownBy(() -> everything(way)));
    assertThat(Collections.frequency(calls, call)).isEqualTo(times);
  }

  /** The first form is for newer drivers; some refuse what they should take. */
  @ParameterizedTest
  @CsvSource({"CUDA_ERROR_NO_BINARY_FOR_GPU, 209", "CUDA_ERROR_INVALID_IMAGE, 200"})
  void machineCodeThatIsRefusedIsReplacedByPtx(String name, int result) {
    BackendOptions way = Training.by(EpochPath.STREAM);
    Training expected = Training.of(way, PROBLEM, 2);
    EmulatedDriver.failCall("cuModuleLoadData", 1, result);
    Training.of(way, PROBLEM, 2).assertSameBits(expected);
    assertThat(EmulatedDriver.count(Counter.FAULTS_FIRED)).as(name).isEqualTo(1);
  }

  @Test
  void memoryThatRunsOutAfterAllSaysHowMuchIsNeeded() {
    BackendOptions way = Training.by(EpochPath.STREAM);
    EmulatedDriver.failCall("cuMemAlloc_v2", 1, CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    assertThatExceptionOfType(BackendUnavailableException.class)
        .isThrownBy(() -> everything(way))
        .withMessage(
            "training needs 1 MiB of device memory in one piece, which cuMemAlloc does not find"
                + " among 4,096 MiB that are free");
  }

  /** Its factors are no longer those of its epoch. */
  @Test
  void aSessionThatFailedGoesNoFurther() {
    try (TrainingSession session = Training.backend(Training.by(EpochPath.STREAM)).open(PROBLEM)) {
      session.run(3, () -> false);
      EmulatedDriver.failCall("cuEventElapsedTime", 1, CUresult.CUDA_ERROR_UNKNOWN);
      assertThat(catchThrowable(() -> session.run(1, () -> false)))
          .isInstanceOf(CudaException.class);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> session.run(1, () -> false))
          .withMessageContaining("the session has failed")
          .withMessageContaining("cuEventElapsedTime");
      assertThat(catchThrowable(session::state)).isInstanceOf(IllegalStateException.class);
      assertThat(catchThrowable(session::validate)).isInstanceOf(IllegalStateException.class);
    }
  }
}
