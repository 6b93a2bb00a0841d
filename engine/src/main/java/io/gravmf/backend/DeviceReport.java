package io.gravmf.backend;

/**
 * A device of this machine, usable or not.
 *
 * @param device the name to choose it by
 * @param description one line for people
 * @param problem why it cannot be used, in one line, or null where it can
 * @param uuid a GPU's identity, as {@code nvidia-smi} and {@code CUDA_VISIBLE_DEVICES} write it,
 *     for its number differs between programs; null of what has none
 */
public record DeviceReport(String device, String description, String problem, String uuid) {

  /** Describes a device that has no UUID, or whose UUID cannot be told. */
  public DeviceReport(String device, String description, String problem) {
    this(device, description, problem, null);
  }

  /** Returns whether it can be used. */
  public boolean usable() {
    return problem == null;
  }
}
