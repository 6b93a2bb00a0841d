package io.gravmf.backend;

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
}
