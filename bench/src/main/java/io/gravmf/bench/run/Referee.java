package io.gravmf.bench.run;

import io.gravmf.bench.profile.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Lets the JVMs of two builds run their iterations by turns: old, new, new, old and so on, so that
 * both meet the same phases of the machine, and a steady drift cancels.
 */
final class Referee implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 200;

  private final ServerSocket door;

  Referee() throws IOException {
    door = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
    door.setSoTimeout(PATIENCE_MILLIS);
  }

  int port() {
    return door.getLocalPort();
  }

  /**
   * Serves pairs of JVMs until no more come.
   *
   * @param coming whether some may still come
   * @throws IOException if one of a pair ends before the other
   */
  void run(BooleanSupplier coming) throws IOException {
    Socket[] pair = new Socket[2];
    try {
      while (next(pair, coming)) {
        List<Socket> order = List.of(pair[0], pair[1], pair[1], pair[0]);
        int ended = 0;
        for (int k = 0; ended == 0 || k % 2 == 1; k++) {
          ended += runs(order.get(k % order.size())) ? 0 : 1;
        }
        close(pair);
        if (ended == 1) {
          throw new IOException("the two builds did not run the same number of iterations");
        }
      }
    } finally {
      close(pair);
    }
  }

  /** Waits for both builds' next JVMs. */
  private boolean next(Socket[] pair, BooleanSupplier coming) throws IOException {
    while (pair[0] == null || pair[1] == null) {
      try {
        Socket socket = door.accept();
        pair[socket.getInputStream().read() == 0 ? 0 : 1] = socket;
        socket.setTcpNoDelay(true);
      } catch (SocketTimeoutException e) {
        if (!coming.getAsBoolean()) {
          return false;
        }
      }
    }
    return true;
  }

  /** Lets one run an iteration; returns false where it had none left and ended. */
  private static boolean runs(Socket socket) throws IOException {
    socket.getOutputStream().write(Turn.GO);
    return socket.getInputStream().read() == Turn.DONE;
  }

  private static void close(Socket[] pair) throws IOException {
    for (int k = 0; k < pair.length; k++) {
      if (pair[k] != null) {
        pair[k].close();
        pair[k] = null;
      }
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
