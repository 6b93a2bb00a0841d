package io.gravmf.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gravmf.data.InvalidInputException;
import io.gravmf.format.AtomicFile.Part;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("f");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      AtomicFile.text("new").writeTo(channel);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": cannot be written: disk full");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void filesThatBelongTogetherAreReplacedTogether() throws IOException {
    Path first = folder.resolve("a");
    Path second = folder.resolve("b");
    AtomicFile.writeTogether(
        List.of(new Part(first, AtomicFile.text("1")), new Part(second, AtomicFile.text("2"))));
    assertThatThrownBy(
            () ->
                AtomicFile.writeTogether(
                    List.of(
                        new Part(first, AtomicFile.text("new")),
                        new Part(
                            second,
                            channel -> {
                              throw new IOException("disk full");
                            }))))
        .hasMessage(second + ": cannot be written: disk full");
    assertThat(first).hasContent("1");
    assertThat(second).hasContent("2");
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void foldersAreCreated() {
    Path file = folder.resolve("x/y/f");
    AtomicFile.write(file, "\u00e9");
    assertThat(file).usingCharset(StandardCharsets.UTF_8).hasContent("\u00e9");
  }

  @Test
  void linksStayLinks() throws IOException {
    Path target = Files.createDirectories(folder.resolve("real")).resolve("f");
    Files.writeString(target, "old");
    Path linkedFolder = Files.createSymbolicLink(folder.resolve("folder"), target.getParent());
    Path linkedFile = Files.createSymbolicLink(folder.resolve("file"), target);
    AtomicFile.write(linkedFile, "by file");
    assertThat(target).hasContent("by file");
    AtomicFile.write(linkedFolder.resolve("f"), "by folder");
    assertThat(target).hasContent("by folder");
    AtomicFile.write(linkedFolder.resolve("g"), "another");
    assertThat(target.resolveSibling("g")).hasContent("another");
    assertThat(linkedFile).isSymbolicLink();
    assertThat(linkedFolder).isSymbolicLink();
  }

  @Test
  void whatCannotBeReplacedIsNamed() throws IOException {
    assertThatThrownBy(() -> AtomicFile.write(folder, "text"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder + ": found a directory, expected a file");
    Path below = Files.createFile(folder.resolve("f")).resolve("below");
    assertThatThrownBy(() -> AtomicFile.write(below, "text"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(below + ": cannot be written: " + below.getParent() + " is not a directory");
  }

  /** Only a file of the test's own is at risk: a pipe, which is a device to {@link AtomicFile}. */
  @Test
  void pipesAreWrittenToAndNotReplaced() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "skipped: no mkfifo");
    new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor();
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    AtomicFile.write(pipe, "text");
    assertThat(new String(reader.getInputStream().readAllBytes(), UTF_8)).isEqualTo("text");
    assertThat(names()).containsExactly("pipe");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void aLinkToNothingStaysALink() throws IOException {
    Path target = folder.resolve("later/f");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("later/f"));
    AtomicFile.write(link, "text");
    assertThat(target).hasContent("text");
    assertThat(link).isSymbolicLink();
  }

  /** A descriptor that is open on a file of its own: here one that this process has open. */
  @Test
  void descriptorsAreWrittenToAndTheirFileIsNotReplaced() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(descriptors), "skipped: no " + descriptors);
    Path file = folder.resolve("f");
    Files.writeString(file, "before\n");
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.APPEND)) {
      Path descriptor;
      try (Stream<Path> all = Files.list(descriptors)) {
        descriptor = all.filter(each -> isOpenOn(each, file)).findFirst().orElseThrow();
      }
      Path link = Files.createSymbolicLink(folder.resolve("link"), descriptor);
      for (Path named :
          List.of(descriptor, Path.of("/dev/fd").resolve(descriptor.getFileName()), link)) {
        assertThat(AtomicFile.isWrittenThrough(named)).isTrue();
        AtomicFile.write(named, named + "\n");
      }
      assertThat(open.size()).isEqualTo(Files.size(file));
    }
    assertThat(Files.readAllLines(file)).hasSize(4).first().isEqualTo("before");
    assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey()).isEqualTo(key);
    assertThat(AtomicFile.isWrittenThrough(file)).isFalse();
    assertThat(AtomicFile.isWrittenThrough(folder.resolve("none/f"))).isFalse();
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static boolean isOpenOn(Path descriptor, Path file) {
    try {
      return Files.isSameFile(descriptor, file);
    } catch (IOException e) {
      return false;
    }
  }
}
