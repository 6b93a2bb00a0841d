package io.gravmf.backend;

import java.util.List;

/**
 * Sessions that share a device and run their epochs side by side on it, for models so small that
 * one alone leaves most of it idle. Each gives the bits that it gives alone.
 *
 * <p>A group and its sessions may be used by several threads, which take turns.
 */
public interface SessionGroup extends AutoCloseable {

  /**
   * Takes a problem into the device's memory, as {@link Backend#open} does.
   *
   * @throws BackendUnavailableException if the problem does not fit beside those that are there
   */
  TrainingSession open(Problem problem);

  /**
   * Runs epochs or sweeps of several sessions of this group, so many of each.
   *
   * @param sessions those to run, each once
   * @param epochs how many of each, from 1 to {@link #mostEpochs}
   * @return the losses of each session, in the sessions' order, as {@link TrainingSession#run}
   *     returns them
   * @throws DeviceFailedException if the device fails; no session of the group is then of use
   */
  List<Loss[]> run(List<TrainingSession> sessions, int epochs);

  /** Returns the most epochs of one call of {@link #run}. */
  int mostEpochs();

  /**
   * Returns the bytes of the device's memory that a session takes at the most; 0 where it takes
   * none.
   *
   * @throws BackendUnavailableException if the device cannot train it however much is free
   */
  long deviceBytes(Problem problem);

  /** Returns the bytes of the device's memory that are free. */
  long freeBytes();

  /** Frees what the group holds, its sessions included; further calls have no effect. */
  @Override
  void close();
}
