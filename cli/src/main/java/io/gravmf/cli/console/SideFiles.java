package io.gravmf.cli.console;

import io.gravmf.data.InvalidInputException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Files that a run writes beside its model. One that cannot be written takes nothing else with it:
 * that is said, once for each reason, and the command ends with another exit code.
 */
public final class SideFiles {

  private final Consumer<String> warn;
  private final Set<String> said = new LinkedHashSet<>();

  /**
   * @param warn prints a line among the errors
   */
  public SideFiles(Consumer<String> warn) {
    this.warn = warn;
  }

  /** Writes one of them; returns whether that was possible. */
  public boolean write(Runnable writing) {
    try {
      writing.run();
      return true;
    } catch (InvalidInputException e) {
      failed(e.getMessage());
      return false;
    }
  }

  /** Says that one was not written, and goes on; any thread may do so. */
  public synchronized void failed(String reason) {
    if (said.add(reason)) {
      warn.accept("gravmf: " + Messages.oneLine(reason) + "; going on without it");
    }
  }

  /** Returns whether any was not written. */
  public synchronized boolean hasFailed() {
    return !said.isEmpty();
  }
}
