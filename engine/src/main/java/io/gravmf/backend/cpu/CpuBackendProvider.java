package io.gravmf.backend.cpu;

import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.BackendProvider;
import io.gravmf.backend.BackendUnavailableException;

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
    int threads = options.threads();
    return switch (device) {
      case PLAIN -> plain(threads, "");
      case VECTOR -> {
        VectorLookup lookup = VectorLookup.find();
        if (lookup.kernels() == null) {
          throw new BackendUnavailableException(lookup.hint());
        }
        yield new CpuBackend(VECTOR, lookup.kernels(), threads, "");
      }
      case "cpu" -> {
        VectorLookup lookup = VectorLookup.find();
        yield lookup.kernels() == null
            ? plain(threads, " (" + lookup.hint() + ")")
            : new CpuBackend(VECTOR, lookup.kernels(), threads, "");
      }
      default ->
          throw new BackendUnavailableException(
              "unknown device '" + device + "', expected cpu, " + PLAIN + " or " + VECTOR);
    };
  }

  private static Backend plain(int threads, String hint) {
    return new CpuBackend(PLAIN, new PlainKernels(), threads, hint);
  }
}
