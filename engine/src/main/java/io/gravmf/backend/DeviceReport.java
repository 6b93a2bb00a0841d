package io.gravmf.backend;

/**
 * A device of this machine, usable or not.
 *
 * @param device the name to choose it by
 * @param description one line for people
 * @param problem why it cannot be used, in one line, or null where it can
 */
public record DeviceReport(String device, String description, String problem) {

  /** Returns whether it can be used. */
  public boolean usable() {
    return problem == null;
  }
}
