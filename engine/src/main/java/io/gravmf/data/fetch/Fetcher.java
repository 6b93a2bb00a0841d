package io.gravmf.data.fetch;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Downloads a data set's archive, checks its size and checksum, and unpacks it beside its
 * destination, which is renamed into place last: a folder that is there is whole.
 */
public final class Fetcher {

  /** Where GroupLens keeps the archives. */
  public static final URI GROUPLENS = URI.create("https://files.grouplens.org/datasets/movielens/");

  private static final int BUFFER = 1 << 16;
  private static final int MOST_PORT = 65_535;

  /** Slower than any line that a data set could be fetched through in a day. */
  private static final long LEAST_BYTES_PER_SECOND = 1024;

  private final URI base;
  private final int timeoutMillis;
  private volatile WorkFolder work;

  /**
   * Creates a fetcher.
   *
   * @param base the address of the folder that holds the archives, ending in a slash
   * @param timeout how long to wait for a connection, and for each next part of the data; behind
   *     that time less than 1 KiB a second on average is given up too
   * @throws InvalidInputException if the address is not one of a folder that can be opened
   * @throws IllegalArgumentException if the timeout is less than a millisecond
   */
  public Fetcher(URI base, Duration timeout) {
    if (!isFolder(base)) {
      throw new InvalidInputException(
          "found address '" + shown(base) + "', expected one such as " + GROUPLENS);
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout is " + timeout + ", 0 would wait for ever");
    }
    this.base = base;
    timeoutMillis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
  }

  private static boolean isFolder(URI base) {
    if ("http".equals(base.getScheme()) || "https".equals(base.getScheme())) {
      return base.getHost() != null && base.getPort() <= MOST_PORT;
    }
    return "file".equals(base.getScheme()) && !base.isOpaque();
  }

  /**
   * Fetches a data set into a folder of its name.
   *
   * @param to the folder that gets the new folder
   * @param progress told how many bytes have arrived
   * @return the file of ratings
   * @throws InvalidInputException if it is there already, cannot be reached, or is not what
   *     GroupLens published; nothing is left behind
   */
  public Path fetch(Dataset dataset, Path to, LongConsumer progress) {
    return fetch(dataset, dataset.archive(), to, progress);
  }

  Path fetch(Dataset dataset, Dataset.Archive known, Path to, LongConsumer progress) {
    Path target = to.resolve(dataset.id());
    if (Files.exists(target)) {
      throw new InvalidInputException(target + ": is there already; remove it to fetch it again");
    }
    URI address = base.resolve(dataset.id() + ".zip");
    try (WorkFolder temporary = WorkFolder.create(to, dataset.id())) {
      work = temporary;
      Path archive = temporary.path().resolve("archive.zip");
      String md5 = download(address, archive, known.bytes(), progress);
      if (!known.md5().equals(md5)) {
        throw new InvalidInputException(
            shown(address) + ": found MD5 " + md5 + ", expected " + known.md5());
      }
      Path unpacked = temporary.path().resolve("unpacked");
      unpack(archive, unpacked);
      Path folder = unpacked.resolve(dataset.id());
      if (!Files.isRegularFile(folder.resolve(dataset.ratingsFile()))) {
        throw new InvalidInputException(
            shown(address) + ": the archive has no " + dataset.id() + "/" + dataset.ratingsFile());
      }
      Files.move(folder, target);
      return target.resolve(dataset.ratingsFile());
    } catch (FileSystemException e) {
      throw new InvalidInputException(target + ": cannot be written: " + reason(e), e);
    } catch (IOException e) {
      throw new InvalidInputException(shown(address) + ": " + reason(e), e);
    } finally {
      work = null;
    }
  }

  /** Deletes what has arrived so far; for a process that is ending. */
  public void abandon() {
    WorkFolder present = work;
    if (present != null) {
      present.close();
    }
  }

  /** Returns an address without the name, password and token that it may have, in whatever form. */
  private static String shown(URI address) {
    return address.toString().replaceFirst("//.*@", "//").replaceFirst("[?#].*", "");
  }

  private String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the host is unknown; is this machine offline?";
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "cannot connect (" + e.getMessage() + "); is this machine offline?";
    }
    if (e instanceof SocketTimeoutException) {
      return "nothing arrived for " + timeoutMillis / 1000.0 + " s; gave up";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is in the way";
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (e instanceof ZipException) {
      return "the archive is damaged: " + e.getMessage();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private String download(URI address, Path archive, long expected, LongConsumer progress)
      throws IOException {
    URLConnection connection = address.toURL().openConnection();
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    if (connection instanceof HttpURLConnection http
        && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new InvalidInputException(
          shown(address) + ": found HTTP status " + http.getResponseCode() + ", expected 200");
    }
    long announced = connection.getContentLengthLong();
    if (announced >= 0 && announced != expected) {
      throw new InvalidInputException(
          shown(address) + ": found " + announced + " bytes, expected " + expected);
    }
    MessageDigest digest = newMd5();
    long received = 0;
    long began = System.nanoTime();
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(archive)) {
      byte[] buffer = new byte[BUFFER];
      int read = in.read(buffer);
      // What is too long already is not read to an end that it may not have.
      for (; read >= 0 && received <= expected; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        received += read;
        progress.accept(received);
        requireSpeed(received, began);
      }
    }
    if (received != expected) {
      throw new InvalidInputException(
          shown(address)
              + ": "
              + received
              + (received > expected ? " bytes or more" : " bytes")
              + " arrived, expected "
              + expected);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void requireSpeed(long received, long began) throws IOException {
    double seconds = (System.nanoTime() - began) * 1e-9;
    if (seconds * 1000 > timeoutMillis && received < seconds * LEAST_BYTES_PER_SECOND) {
      throw new IOException(
          "only " + received + " bytes arrived in " + (long) seconds + " s; gave up");
    }
  }

  /** MD5 because that is what GroupLens publishes: it finds damage, not malice. */
  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has MD5", e);
    }
  }

  private static void unpack(Path archive, Path into) throws IOException {
    Path root = into.toAbsolutePath().normalize();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = inside(root, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  private static Path inside(Path root, String name) throws ZipException {
    try {
      Path file = root.resolve(name).normalize();
      if (file.startsWith(root)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new ZipException("an entry that is no file name: " + e.getInput());
    }
    throw new ZipException("an entry outside its folder: " + name);
  }
}
