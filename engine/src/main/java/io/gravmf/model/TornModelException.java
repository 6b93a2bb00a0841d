package io.gravmf.model;

/** A model's two parts are sound, but not of one save. */
final class TornModelException extends Exception {

  private static final long serialVersionUID = 1;

  TornModelException(String message) {
    super(message);
  }
}
