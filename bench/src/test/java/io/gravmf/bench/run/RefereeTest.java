package io.gravmf.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.bench.profile.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RefereeTest {

  private final List<String> log = new CopyOnWriteArrayList<>();

  /** A JVM of a build, which runs some iterations and ends when it may. */
  private CompletableFuture<Void> player(int port, int build, int iterations) {
    return CompletableFuture.runAsync(
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(build);
            for (int k = 0; k < iterations; k++) {
              assertThat(socket.getInputStream().read()).isEqualTo(Turn.GO);
              log.add(build + " begins");
              log.add(build + " ends");
              socket.getOutputStream().write(Turn.DONE);
            }
            assertThat(socket.getInputStream().read()).isEqualTo(Turn.GO);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void onlyOneRunsAndTheOrderTurnsRound() throws Exception {
    try (Referee referee = new Referee()) {
      CompletableFuture<Void> old = player(referee.port(), 0, 3);
      CompletableFuture<Void> now = player(referee.port(), 1, 3);
      referee.run(() -> !old.isDone() || !now.isDone());
      old.join();
      now.join();
    }
    assertThat(log)
        .containsExactly(
            "0 begins",
            "0 ends",
            "1 begins",
            "1 ends",
            "1 begins",
            "1 ends",
            "0 begins",
            "0 ends",
            "0 begins",
            "0 ends",
            "1 begins",
            "1 ends");
  }

  @Test
  void aJvmThatEndsBeforeTheOtherIsAFailure() throws Exception {
    try (Referee referee = new Referee()) {
      CompletableFuture<Void> old = player(referee.port(), 0, 2);
      CompletableFuture<Void> now = player(referee.port(), 1, 3);
      assertThatThrownBy(() -> referee.run(() -> true)).isInstanceOf(IOException.class);
      assertThat(old).isNotNull();
      assertThat(now).isNotNull();
    }
  }
}
