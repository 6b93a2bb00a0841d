package io.gravmf.backend;

/** A device failed while it was computing; says in one line which call of it. */
public class DeviceFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message of one line. */
  public DeviceFailedException(String message) {
    super(message);
  }

  /** Creates an exception with a message of one line and its cause. */
  public DeviceFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
