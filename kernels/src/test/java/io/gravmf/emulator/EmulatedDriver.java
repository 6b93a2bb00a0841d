package io.gravmf.emulator;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * The controls of the emulated CUDA driver. JCuda must be able to load its native library before
 * they are used; {@link #load} makes it find the emulated driver.
 *
 * <p>The driver is one for the process: tests that use its controls must not run at the same time.
 */
public final class EmulatedDriver {
  /** What the driver counts. */
  public enum Counter {
    /** Driver calls since the last {@link #reset}; these controls are not counted. */
    CALLS(100_000),
    /** Faults that have made a call fail since the last reset. */
    FAULTS_FIRED(100_001),
    /** Device allocations that live. */
    DEVICE_ALLOCATIONS(100_002),
    /** KiB in them. */
    DEVICE_KIBIBYTES(100_003),
    /** Allocations of pinned host memory that live. */
    HOST_ALLOCATIONS(100_004),
    /** Contexts that live. */
    CONTEXTS(100_005),
    /** Modules that live. */
    MODULES(100_006),
    /** Streams that live. */
    STREAMS(100_007),
    /** Events that live. */
    EVENTS(100_008),
    /** Graphs that live. */
    GRAPHS(100_009),
    /** Instantiated graphs that live. */
    GRAPH_EXECS(100_010),
    /** Handles of the cuBLAS double that live. */
    BLAS_HANDLES(100_011),
    /** Kernels run since the last reset, those in graphs each time. */
    KERNELS_RUN(100_012),
    /** Graphs run since the last reset. */
    GRAPHS_RUN(100_013),
    /** Allocations found with writes beside them since the last reset. */
    BOUNDS_VIOLATIONS(100_014),
    /** Faults that are armed and have not fired. */
    FAULTS_ARMED(100_015),
    /** Everything that lives, together: 0 when all has been given back. */
    LIVE(100_016);

    /** The attribute of a device that the driver answers with this counter. */
    private final int code;

    Counter(int code) {
      this.code = code;
    }
  }

  private EmulatedDriver() {}

  /** The folder with {@code libcuda.so.1} and {@code libcublas.so.12}, built or not. */
  public static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path kernels = at.resolve("kernels");
      if (Files.exists(kernels.resolve("src/test/emulator/build.sh"))) {
        return kernels.resolve("target/emulated-driver");
      }
    }
    throw new IllegalStateException("not inside the source tree of gravmf");
  }

  /** True where the build has made the driver: on Linux, x86-64, with g++. */
  public static boolean isBuilt() {
    return Files.exists(folder().resolve("libcuda.so.1"));
  }

  /** Skips the calling test, with a printed reason, where the driver has not been built. */
  public static void requireBuilt() {
    if (!isBuilt()) {
      System.err.println("no emulated CUDA driver (it needs g++ on Linux, x86-64): test skipped");
    }
    assumeTrue(isBuilt(), "the emulated CUDA driver has not been built");
  }

  /**
   * Loads the driver, so that libraries that need {@code libcuda.so.1} or {@code libcublas.so.12}
   * get these, whatever the library path says. Skips the calling test where the driver has not been
   * built; where it has, a test that cannot use it fails.
   */
  public static void load() {
    requireBuilt();
    System.load(folder().resolve("libcuda.so.1").toString());
    System.load(folder().resolve("libcublas.so.12").toString());
  }

  /**
   * Puts settings back to what the environment says; disarms faults; counters of events start at 0.
   */
  public static void reset() {
    command("reset");
  }

  /**
   * Makes the k-th call of a function, counted from now, fail once.
   *
   * @param function a driver function as exported ({@code cuMemAlloc_v2}), a cuBLAS function,
   *     {@code *} for any of these, or {@code run_kernel} for a kernel that fails while it runs,
   *     which breaks its context
   * @param k from 1
   * @param result the error, one of {@link CUresult}
   */
  public static void failCall(String function, int k, int result) {
    command("fail " + function + " " + k + " " + result);
  }

  /**
   * Changes what the devices claim to be, for calls to come.
   *
   * @param name {@code devices}, {@code sms}, {@code memory} (bytes), {@code driver} (12060 is
   *     12.6), {@code capability} (90 is 9.0), {@code timeout} (seconds a kernel may take), {@code
   *     seed} (not 0: blocks, warps and lanes run in an order made of it), or {@code backwards} (1:
   *     in descending order)
   * @param value the new value, until {@link #reset}
   */
  public static void set(String name, long value) {
    command("set " + name + " " + value);
  }

  /** Appends the name of every driver call to a file, until {@link #reset}. */
  public static void trace(Path file) {
    command("trace " + file.toAbsolutePath());
  }

  /**
   * Writes down all driver calls that concern the device's work, for {@link Replay}, until {@link
   * #reset}.
   */
  public static void record(Path file) {
    command("record " + file.toAbsolutePath());
  }

  /** The value of a counter. */
  public static int count(Counter counter) {
    int[] value = new int[1];
    check(JCudaDriver.cuDeviceGetAttribute(value, counter.code, new CUdevice()));
    return value[0];
  }

  private static void command(String line) {
    check(JCudaDriver.cuDeviceGetByPCIBusId(new CUdevice(), "gravmf " + line));
  }

  private static void check(int result) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw new IllegalStateException(
          "refused by the emulated driver: " + CUresult.stringFor(result));
    }
  }
}
