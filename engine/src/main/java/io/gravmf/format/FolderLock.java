package io.gravmf.format;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A folder that one process at a time writes to. The lock is the operating system's, on a file in
 * the folder, and ends with the process, however that ends: what a dead process leaves of it is in
 * nobody's way. Where a file system has no locks, nobody is kept out.
 */
public final class FolderLock {

  /** The file's name; it holds the number of the process. */
  public static final String FILE = ".gravmf.lock";

  private static final int TRIES = 100;
  private static final int MOST_DIGITS = 20;

  /**
   * Those of this process: closing any channel to a file, as a refused try would, ends all locks
   * that the process has on it (POSIX).
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final List<Path> created;

  private FolderLock(Path file, FileChannel channel, List<Path> created) {
    this.file = file;
    this.channel = channel;
    this.created = created;
  }

  /**
   * Does something while a folder is locked, which is created where it is missing, and removed
   * again where nothing was put into it.
   *
   * @throws InvalidInputException if another run has it, or it cannot be written
   */
  public static <T> T holding(Path folder, Supplier<T> action) {
    FolderLock lock = take(folder);
    try {
      return action.get();
    } finally {
      lock.release();
    }
  }

  private static FolderLock take(Path folder) {
    List<Path> created = new ArrayList<>();
    try {
      Path absolute = folder.toAbsolutePath().normalize();
      for (Path each = absolute; each != null && !Files.exists(each); each = each.getParent()) {
        created.add(each);
      }
      AtomicFile.createFolder(absolute);
      return take(folder, absolute.toRealPath().resolve(FILE), created);
    } catch (InvalidInputException e) {
      deleteEmpty(created);
      throw e;
    } catch (IOException e) {
      deleteEmpty(created);
      throw FileFailure.writing(folder, e);
    }
  }

  private static FolderLock take(Path folder, Path file, List<Path> created) throws IOException {
    if (!HELD.add(file)) {
      throw taken(folder, "this one");
    }
    try {
      for (int k = 0; k < TRIES; k++) {
        if (!Files.exists(file)) {
          create(file);
        }
        Object before = key(file);
        FileChannel channel = open(file);
        if (channel == null) {
          continue;
        }
        try {
          Object opened = key(file);
          if (!lock(channel)) {
            throw taken(folder, "number " + holder(channel));
          }
          // Whoever had the lock deletes the file before the lock ends: this may be a deleted one.
          if (Objects.equals(before, opened) && Objects.equals(opened, key(file))) {
            channel.truncate(0);
            AtomicFile.writeFully(
                channel, StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
            return new FolderLock(file, channel, created);
          }
          channel.close();
        } catch (IOException | RuntimeException e) {
          channel.close();
          throw e;
        }
      }
      throw new IOException("its lock " + file + " changes hands all the time");
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  /** Returns null where another run has just deleted it; a link is not followed. */
  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(
          file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Another run was faster; the lock says who has it.
      return;
    }
  }

  /**
   * Returns what a file is, whatever its name; null where it has gone, or the system cannot say.
   */
  private static Object key(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static InvalidInputException taken(Path folder, String process) {
    return new InvalidInputException(
        folder
            + ": another run writes there (process "
            + process
            + "); wait for it, or take another folder");
  }

  private static boolean lock(FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      System.getLogger(FolderLock.class.getName())
          .log(System.Logger.Level.DEBUG, "this file system has no locks", e);
      return true;
    }
    return lock != null;
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer begin = ByteBuffer.allocate(MOST_DIGITS);
    channel.read(begin, 0);
    String text = StandardCharsets.US_ASCII.decode(begin.flip()).toString().strip();
    return text.matches("[0-9]+") ? text : "unknown";
  }

  /** Deletes the file, and the folders that were created for it and are still empty. */
  private void release() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger(FolderLock.class.getName())
          .log(System.Logger.Level.DEBUG, "could not delete " + file, e);
    }
    HELD.remove(file);
    deleteEmpty(created);
  }

  private static void deleteEmpty(List<Path> deepestFirst) {
    try {
      for (Path folder : deepestFirst) {
        Files.deleteIfExists(folder);
      }
    } catch (DirectoryNotEmptyException e) {
      // What was wanted is in it, so none of those above it is empty either.
      return;
    } catch (IOException e) {
      System.getLogger(FolderLock.class.getName())
          .log(System.Logger.Level.DEBUG, "could not delete " + deepestFirst, e);
    }
  }
}
