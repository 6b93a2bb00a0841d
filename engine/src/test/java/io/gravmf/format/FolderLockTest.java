package io.gravmf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir private Path folder;

  /** Takes the lock of a folder, says so, and waits to be killed. */
  public static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      hold(Path.of(arguments[0]));
    }

    private static void hold(Path folder) {
      whileHeld(
          folder,
          () ->
              AtomicFile.write(
                  folder.resolve("content"),
                  channel -> {
                    AtomicFile.writeFully(channel, java.nio.ByteBuffer.allocate(1000));
                    Files.writeString(folder.resolve("locked"), "");
                    sleep();
                  }));
    }

    private static void sleep() {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void whileHeld(Path folder, Runnable action) {
    FolderLock.holding(
        folder,
        () -> {
          action.run();
          return null;
        });
  }

  @Test
  void oneAtATimeInAProcess() throws IOException {
    Path deep = folder.resolve("a/b");
    whileHeld(
        deep,
        () -> {
          for (int k = 0; k < 3; k++) {
            assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> whileHeld(deep, () -> {}))
                .withMessage(
                    deep
                        + ": another run writes there (process this one); wait for it, or take another"
                        + " folder");
          }
          whileHeld(folder, () -> {});
        });
    assertThat(folder.resolve("a")).doesNotExist();
    whileHeld(deep, () -> AtomicFile.write(deep.resolve("result"), ""));
    assertThat(deep.resolve("result")).exists();
    try (var files = Files.list(deep)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFileLeftByADeadProcessIsNotInTheWay() throws IOException {
    Files.writeString(folder.resolve(FolderLock.FILE), "1\n");
    whileHeld(folder, () -> {});
    assertThat(folder.resolve(FolderLock.FILE)).doesNotExist();
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "kept");
    Files.createSymbolicLink(folder.resolve(FolderLock.FILE), other);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> whileHeld(folder, () -> {}));
    assertThat(other).hasContent("kept");
  }

  /** Another process: refused while it lives; when killed, its lock and its parts are gone. */
  @Test
  void aProcessThatIsKilledIsInNobodysWay() throws Exception {
    Path left = folder.resolve(".content." + UUID.randomUUID() + ".part");
    Process holder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Holder.class.getName(),
                    folder.toString()))
            .inheritIO()
            .start();
    try {
      for (int wait = 0; wait < 600 && !Files.exists(folder.resolve("locked")); wait++) {
        Thread.sleep(50);
      }
      Files.writeString(left, "of an earlier version");
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> whileHeld(folder, () -> {}))
          .withMessageContaining("(process number " + holder.pid() + ")");
      AtomicFile.deleteLeftovers(folder.resolve("content"));
      assertThat(left).doesNotExist();
      assertThat(parts()).as("what is being written is not touched").isEqualTo(1);
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve(FolderLock.FILE)).exists();
    whileHeld(folder, () -> {});
    AtomicFile.write(folder.resolve("content"), "whole");
    assertThat(parts()).isZero();
  }

  private long parts() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).count();
    }
  }
}
