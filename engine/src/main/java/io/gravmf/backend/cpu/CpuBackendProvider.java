package io.gravmf.backend.cpu;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendProvider;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.DeviceReport;
import io.gravmf.backend.EpochPath;
import io.gravmf.backend.Gravity;
import java.util.List;

/**
 * Makes CPU backends: {@code cpu-vector} on the Vector API, {@code cpu-plain} without it, and
 * {@code cpu}, which is the former where the JVM has it and says what to pass where it does not.
 */
public final class CpuBackendProvider implements BackendProvider {

  private static final String PLAIN = "cpu-plain";
  private static final String VECTOR = "cpu-vector";

  @Override
  public String kind() {
    return "cpu";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Backend create(String device, BackendOptions options) {
    if (options.gravity() == Gravity.CUBLAS || options.gravity() == Gravity.DENSE) {
      throw new BackendUnavailableException(
          "gravity " + options.gravity() + " is for CUDA devices, the CPU has GRAM");
    }
    if (options.path() != EpochPath.AUTO) {
      throw new BackendUnavailableException(
          "epoch path " + options.path() + " is for CUDA devices, the CPU has but one way");
    }
    int threads = options.threads();
    return switch (device) {
      case PLAIN -> plain(threads, "");
      case VECTOR -> new CpuBackend(VECTOR, kernels(VECTOR), threads, "");
      case "cpu" -> {
        VectorLookup lookup = VectorLookup.find();
        if (lookup.kernels() == null) {
          System.getLogger(CpuBackendProvider.class.getName())
              .log(System.Logger.Level.INFO, "the CPU runs plain loops: " + lookup.hint());
          yield plain(threads, " (" + lookup.hint() + ")");
        }
        yield new CpuBackend(VECTOR, lookup.kernels(), threads, "");
      }
      default -> throw unknown(device, "cpu, " + PLAIN + " or " + VECTOR);
    };
  }

  /**
   * Returns a device's inner loops by themselves, for benchmarks.
   *
   * @param device {@code cpu-vector} or {@code cpu-plain}
   * @throws BackendUnavailableException if there is no such device, or this JVM lacks what it needs
   */
  public static CpuKernels kernels(String device) {
    if (device.equals(PLAIN)) {
      return new PlainKernels();
    }
    if (!device.equals(VECTOR)) {
      throw unknown(device, PLAIN + " or " + VECTOR);
    }
    VectorLookup lookup = VectorLookup.find();
    if (lookup.kernels() == null) {
      throw new BackendUnavailableException(lookup.hint());
    }
    return lookup.kernels();
  }

  @Override
  public List<DeviceReport> report(BackendOptions options) {
    VectorLookup lookup = VectorLookup.find();
    return List.of(
        new DeviceReport(
            VECTOR,
            lookup.kernels() == null
                ? "CPU"
                : new CpuBackend(VECTOR, lookup.kernels(), options.threads(), "").description(),
            lookup.kernels() == null ? lookup.hint() : null),
        new DeviceReport(PLAIN, plain(options.threads(), "").description(), null));
  }

  private static BackendUnavailableException unknown(String device, String expected) {
    return new BackendUnavailableException("unknown device '" + device + "', expected " + expected);
  }

  private static Backend plain(int threads, String hint) {
    return new CpuBackend(PLAIN, new PlainKernels(), threads, hint);
  }
}
