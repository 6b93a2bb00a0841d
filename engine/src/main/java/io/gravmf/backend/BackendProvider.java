package io.gravmf.backend;

import java.util.List;

/**
 * Makes backends of one kind. Found through {@link java.util.ServiceLoader}; has a public
 * constructor without arguments that does nothing which can fail.
 */
public interface BackendProvider {

  /**
   * Returns the first part of the device names it answers to, such as {@code cpu} or {@code cuda}.
   */
  String kind();

  /** Returns its place in the automatic choice; higher is tried first. */
  int priority();

  /**
   * Makes the backend for a device name.
   *
   * @param device {@link #kind()} alone, or with a suffix of the provider's own ({@code cuda:1},
   *     {@code cpu-plain})
   * @throws BackendUnavailableException if it cannot be used on this machine; the message says why
   */
  Backend create(String device, BackendOptions options);

  /**
   * Makes the backend for a user who asked for none in particular.
   *
   * @throws BackendUnavailableException if nothing of this kind should be taken unasked
   */
  default Backend createUnasked(BackendOptions options) {
    return create(kind(), options);
  }

  /** Returns what there is of this kind on this machine, usable or not. */
  List<DeviceReport> report(BackendOptions options);
}
