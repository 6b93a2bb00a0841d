package io.gravmf.format;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An open file that a path names, as {@code /dev/stdout}, {@code /dev/fd/3} and {@code
 * /proc/self/fd/3} do on Linux. Where it was opened on a file of its own, that file looks like the
 * path's target, but replacing it would take it away from whoever opened it.
 *
 * @param path as it was named
 * @param number the descriptor's number in this process, or -1 in another
 */
record Descriptor(Path path, int number) {

  private static final Pattern OPEN_FILES = Pattern.compile("/proc/(\\d+)(/task/\\d+)?/fd");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** As many links as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** Returns the descriptor that a path names, or null where it names a file. */
  static Descriptor of(Path path) throws IOException {
    Path at = path.toAbsolutePath();
    for (int links = 0; links < MOST_LINKS; links++) {
      Path folder = at.getParent();
      if (folder != null && Files.isDirectory(folder) && Files.exists(at)) {
        Matcher open = OPEN_FILES.matcher(folder.toRealPath().toString());
        if (open.matches() && NUMBER.matcher(at.getFileName().toString()).matches()) {
          boolean own = Long.parseLong(open.group(1)) == ProcessHandle.current().pid();
          return new Descriptor(path, own ? Integer.parseInt(at.getFileName().toString()) : -1);
        }
      }
      if (!Files.isSymbolicLink(at)) {
        return null;
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return null;
  }

  /** Returns where links lead, which need not exist. */
  static Path followLinks(Path file) throws IOException {
    Path at = file;
    for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(at); links++) {
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return Files.exists(at) ? at.toRealPath() : at;
  }

  /**
   * Writes behind what is there. The standard streams are written to as they are, so that what else
   * is printed on them comes before and after; another descriptor's file is opened again.
   */
  void write(AtomicFile.Content content) throws IOException {
    FileDescriptor standard =
        number == 1 ? FileDescriptor.out : number == 2 ? FileDescriptor.err : null;
    if (standard != null) {
      // Closing the channel would close the stream for all who print on it.
      content.writeTo(new FileOutputStream(standard).getChannel());
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.APPEND)) {
      content.writeTo(channel);
    }
  }
}
