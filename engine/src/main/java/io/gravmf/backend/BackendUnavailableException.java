package io.gravmf.backend;

/** Says in one line why a backend cannot be used: what is missing and what would help. */
public final class BackendUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message of one line. */
  public BackendUnavailableException(String message) {
    super(message);
  }

  /** Creates an exception with a message of one line and its cause. */
  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
