package io.gravmf.bench.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A benchmark's JVM that takes turns with that of another build, iteration by iteration. The wire
 * has single bytes: first the build's number, then {@link #GO} to it and {@link #DONE} from it by
 * turns.
 */
public final class Turn {

  /** It may run an iteration, or end after its last. */
  public static final int GO = 1;

  /** It has run an iteration, and is quiet. */
  public static final int DONE = 2;

  private final Socket referee;

  /** Reports to the referee whose port is named, as the build whose number is behind it. */
  static Turn of(String line) {
    String[] words = line.split(" ", 2);
    return new Turn(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
  }

  private Turn(int port, int build) {
    try {
      referee = new Socket(InetAddress.getLoopbackAddress(), port);
      referee.setTcpNoDelay(true);
      referee.getOutputStream().write(build);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until nothing else runs. */
  void await() {
    try {
      if (referee.getInputStream().read() != GO) {
        throw new IllegalStateException("the run was ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the other run. */
  void pass() {
    try {
      referee.getOutputStream().write(DONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
