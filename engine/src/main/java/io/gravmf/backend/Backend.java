package io.gravmf.backend;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Something that can train: the CPU with or without the Vector API, or a GPU. */
public interface Backend {

  /**
   * Returns a short stable name, such as {@code cpu-vector}, {@code cpu-plain} or {@code cuda:0}.
   */
  String name();

  /** Returns one line for people: the device, its width and threads or memory. */
  String description();

  /**
   * Takes a problem into the backend's memory.
   *
   * @throws BackendUnavailableException if the problem does not fit; the message has the figures
   */
  TrainingSession open(Problem problem);

  /**
   * Makes a group of sessions that this backend runs side by side; empty where it, or what was
   * asked of it, has no way to. Whoever is given one closes it.
   *
   * @throws BackendUnavailableException if the device cannot be used
   */
  default Optional<SessionGroup> openGroup() {
    return Optional.empty();
  }

  /**
   * Returns about how many bytes of the JVM's heap a session of a problem of this size holds,
   * beside the ratings and the state it starts from; 0 where it holds them elsewhere.
   */
  default long heapBytes(ProblemSize size) {
    return 0;
  }

  /**
   * Returns each way of running epochs that this backend's device has, by name. A supplier throws
   * {@link BackendUnavailableException} where that way cannot be used here.
   */
  Map<String, Supplier<Backend>> variants();

  /**
   * Runs each of the backend's kernels on random and awkward shapes and compares it with plain
   * float64 arithmetic.
   *
   * @param results takes each comparison as it is made
   * @throws BackendUnavailableException if the shapes do not fit the device
   */
  void checkKernels(Consumer<KernelCheck> results);
}
