package io.gravmf.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Chooses a backend by device name. */
public final class Backends {

  /** The device name that takes the best usable backend. */
  public static final String AUTO = "auto";

  private static final String CUDA = "cuda";

  private static final String CUDA_ARTIFACT = "io.gravmf:gravmf-cuda";

  private Backends() {}

  /**
   * A backend and why it was taken.
   *
   * @param backend the backend
   * @param reason one line that says which
   * @param refused what would have been better and cannot be used, where nothing was asked for
   */
  public record Choice(Backend backend, String reason, List<Refusal> refused) {}

  /**
   * A kind of backend that cannot be used here.
   *
   * @param kind its name, such as {@code cuda}
   * @param reason why, one line
   */
  public record Refusal(String kind, String reason) {

    @Override
    public String toString() {
      return "no " + kind + ": " + reason;
    }
  }

  /** Chooses with {@link BackendOptions#defaults()}. */
  public static Choice choose(String device) {
    return choose(device, BackendOptions.defaults());
  }

  /**
   * Chooses a backend.
   *
   * @param device {@code auto}, which takes the first usable backend by priority, or a name that
   *     one provider answers to, which is taken or refused
   * @throws BackendUnavailableException if the device is unknown or cannot be used; an explicit
   *     choice never falls back
   */
  public static Choice choose(String device, BackendOptions options) {
    List<BackendProvider> providers = providers();
    if (!device.equals(AUTO)) {
      for (BackendProvider provider : providers) {
        if (isOfKind(device, provider.kind())) {
          Backend backend = provider.create(device, options);
          return new Choice(backend, backend.description() + ", as asked", List.of());
        }
      }
      if (isOfKind(device, CUDA)) {
        throw new BackendUnavailableException(
            "device '"
                + device
                + "' needs the artifact "
                + CUDA_ARTIFACT
                + ", which is neither on the class path nor on the module path");
      }
      throw new BackendUnavailableException(
          "this build has no backend for device '"
              + device
              + "', it has auto, "
              + kinds(providers));
    }
    List<Refusal> refusals = new ArrayList<>();
    for (BackendProvider provider : providers) {
      try {
        Backend backend = provider.createUnasked(options);
        return new Choice(backend, backend.description(), List.copyOf(refusals));
      } catch (BackendUnavailableException refused) {
        refusals.add(new Refusal(provider.kind(), refused.getMessage()));
      }
    }
    throw new BackendUnavailableException(
        "no backend is usable: "
            + refusals.stream().map(Refusal::toString).collect(Collectors.joining("; ")));
  }

  /** Returns the providers found, best first. */
  public static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(
            Comparator.comparingInt(BackendProvider::priority)
                .reversed()
                .thenComparing(BackendProvider::kind))
        .toList();
  }

  private static boolean isOfKind(String device, String kind) {
    return device.equals(kind) || device.startsWith(kind + ":") || device.startsWith(kind + "-");
  }

  private static String kinds(List<BackendProvider> providers) {
    return String.join(", ", providers.stream().map(BackendProvider::kind).toList());
  }
}
