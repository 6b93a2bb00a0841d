package io.gravmf.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A file on its way, beside the one that it will replace. It is locked as long as it is open, so
 * that one which nobody has locked is known to be left by a process that was killed.
 */
final class PartFile implements Closeable {

  private static final String END = ".part";

  /** Those of this process, which sees no locks of its own. */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private FileChannel channel;

  private PartFile(Path path) {
    this.path = path;
  }

  /** Names one beside a file; nothing is created yet. */
  static PartFile beside(Path target) {
    return new PartFile(target.resolveSibling(begin(target) + UUID.randomUUID() + END));
  }

  private static String begin(Path target) {
    return "." + target.getFileName() + ".";
  }

  Path path() {
    return path;
  }

  /** Creates the file, empty. */
  FileChannel create() throws IOException {
    OPEN.add(path);
    channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.tryLock();
    } catch (IOException e) {
      System.getLogger(PartFile.class.getName())
          .log(System.Logger.Level.DEBUG, "this file system has no locks", e);
    }
    return channel;
  }

  /** Ends the lock; where the file has not been renamed, it is deleted. */
  @Override
  public void close() throws IOException {
    try (FileChannel open = channel) {
      if (open != null) {
        Files.deleteIfExists(path);
      }
    } finally {
      OPEN.remove(path);
    }
  }

  /** Deletes what killed processes have left beside a file; what cannot be deleted stays. */
  static void deleteLeftBeside(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    Pattern left =
        Pattern.compile(Pattern.quote(begin(target)) + "[0-9a-f-]{36}" + Pattern.quote(END));
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            folder, each -> left.matcher(each.getFileName().toString()).matches())) {
      for (Path each : found) {
        if (!OPEN.contains(each)) {
          deleteIfUnlocked(each);
        }
      }
    } catch (IOException e) {
      System.getLogger(PartFile.class.getName())
          .log(System.Logger.Level.DEBUG, "could not look for what is left in " + folder, e);
    }
  }

  private static void deleteIfUnlocked(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      FileLock unlocked = channel.tryLock();
      if (unlocked != null) {
        Files.deleteIfExists(file);
      }
    }
  }
}
