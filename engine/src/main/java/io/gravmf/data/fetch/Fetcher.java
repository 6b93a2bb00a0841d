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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
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

  private final URI base;
  private final int timeoutMillis;

  /**
   * Creates a fetcher.
   *
   * @param base the address of the folder that holds the archives, ending in a slash
   * @param timeout how long to wait for a connection, and for each next part of the data
   */
  public Fetcher(URI base, Duration timeout) {
    this.base = base;
    timeoutMillis = (int) timeout.toMillis();
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
    return fetch(dataset, to, dataset.ratingsMd5(), progress);
  }

  Path fetch(Dataset dataset, Path to, String ratingsMd5, LongConsumer progress) {
    Path target = to.resolve(dataset.id());
    if (Files.exists(target)) {
      throw new InvalidInputException(target + ": is there already; remove it to fetch it again");
    }
    URI address = base.resolve(dataset.id() + ".zip");
    Path work = null;
    try {
      Files.createDirectories(to);
      work = Files.createTempDirectory(to.toAbsolutePath(), "." + dataset.id() + ".");
      Path archive = work.resolve("archive.zip");
      String md5 = download(address, archive, dataset.archiveBytes(), progress);
      requireMd5(address.toString(), dataset.archiveMd5(), md5);
      unpack(archive, work);
      Path ratings = work.resolve(dataset.id()).resolve(dataset.ratingsFile());
      if (!Files.isRegularFile(ratings)) {
        throw new InvalidInputException(
            address + ": the archive has no " + dataset.id() + "/" + dataset.ratingsFile());
      }
      if (ratingsMd5 != null) {
        requireMd5(dataset.ratingsFile(), ratingsMd5, md5(ratings));
      }
      Files.move(work.resolve(dataset.id()), target);
      return target.resolve(dataset.ratingsFile());
    } catch (IOException e) {
      throw new InvalidInputException(address + ": " + reason(e), e);
    } finally {
      delete(work);
    }
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
    if (e instanceof ZipException) {
      return "the archive is damaged: " + e.getMessage();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private String download(URI address, Path archive, long knownBytes, LongConsumer progress)
      throws IOException {
    URLConnection connection = address.toURL().openConnection();
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    if (connection instanceof HttpURLConnection http
        && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new InvalidInputException(
          address + ": found HTTP status " + http.getResponseCode() + ", expected 200");
    }
    long announced = connection.getContentLengthLong();
    long expected = knownBytes >= 0 ? knownBytes : announced;
    if (announced >= 0 && announced != expected) {
      throw new InvalidInputException(
          address + ": found " + announced + " bytes, expected " + expected);
    }
    MessageDigest digest = newMd5();
    long received = 0;
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(archive)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        received += read;
        progress.accept(received);
      }
    }
    if (expected >= 0 && received != expected) {
      throw new InvalidInputException(
          address + ": " + received + " bytes arrived, expected " + expected);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void requireMd5(String what, String expected, String found) {
    if (expected != null && !expected.equals(found)) {
      throw new InvalidInputException(what + ": found MD5 " + found + ", expected " + expected);
    }
  }

  private static String md5(Path file) throws IOException {
    MessageDigest digest = newMd5();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[BUFFER];
      while (in.read(buffer) >= 0) {
        // The stream feeds the digest.
      }
    }
    return HexFormat.of().formatHex(digest.digest());
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
        Path file = root.resolve(entry.getName()).normalize();
        if (!file.startsWith(root)) {
          throw new ZipException("an entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.getLogger(Fetcher.class.getName())
          .log(System.Logger.Level.WARNING, "could not delete " + folder, e);
    }
  }
}
