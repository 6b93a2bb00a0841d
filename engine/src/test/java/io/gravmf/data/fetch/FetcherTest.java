package io.gravmf.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gravmf.data.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on this machine that answers well, corruptly, slowly and not at all. */
class FetcherTest {

  @TempDir Path folder;
  private final CountDownLatch done = new CountDownLatch(1);
  private HttpServer server;
  private ExecutorService threads;
  private byte[] body = new byte[0];
  private long announced = -1;
  private int status = 200;
  private boolean stalls;
  private boolean drips;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, announced < 0 ? body.length : announced);
          OutputStream out = exchange.getResponseBody();
          out.write(body);
          out.flush();
          for (int k = 0; drips && k < 200 && done.getCount() > 0; k++) {
            out.write(1);
            out.flush();
            pause();
          }
          if (stalls) {
            try {
              done.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.close();
        });
    server.start();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    done.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private URI base() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  private Fetcher fetcher() {
    return new Fetcher(base(), Duration.ofMillis(400));
  }

  /** Fetches as if what the server has were what GroupLens published. */
  private Path fetchPublished(Dataset dataset, Path to, LongConsumer progress) {
    return fetcher().fetch(dataset, new Dataset.Archive(body.length, md5(body)), to, progress);
  }

  /** Neither the data nor the folder that was to hold it may be left. */
  private void assertFails(Consumer<Path> fetch, String message) throws IOException {
    assertThatThrownBy(() -> fetch.accept(folder.resolve("new/data")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private void assertFails(Dataset dataset, String message) throws IOException {
    assertFails(to -> fetcher().fetch(dataset, to, bytes -> {}), message);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] zip(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void anArchiveOfAnotherSizeIsRefused() throws IOException {
    body = zip("ml-100k/u.data", "1\t2\t3\t4\n");
    assertFails(Dataset.ML_100K, "found " + body.length + " bytes, expected 4924029");
  }

  @Test
  void anArchiveOfAnotherContentIsRefused() throws IOException {
    body = new byte[(int) Dataset.ML_1M.archive().bytes()];
    assertFails(
        Dataset.ML_1M, "found MD5 " + md5(body) + ", expected c4d9eecfca2ab87c1945afe126590906");
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    body = zip("ml-32m/movies.csv", "1,2,3\n");
    assertFails(
        to -> fetchPublished(Dataset.ML_32M, to, bytes -> {}),
        "the archive has no ml-32m/ratings.csv");
    body = zip("../ratings.csv", "1,2,3\n");
    assertFails(
        to -> fetchPublished(Dataset.ML_32M, to, bytes -> {}),
        "the archive is damaged: an entry outside its folder");
    body = zip("ml-32m/ratings\0.csv", "1,2,3\n");
    assertFails(
        to -> fetchPublished(Dataset.ML_32M, to, bytes -> {}),
        "the archive is damaged: an entry that is no file name");
    body = zip("ml-32m/ratings.csv", "1,2,3\n");
    body[body.length / 3]++;
    assertFails(to -> fetchPublished(Dataset.ML_32M, to, bytes -> {}), "the archive is damaged: ");
  }

  /** The right archive is GroupLens's own, so a small one stands in for it. */
  @Test
  void aGoodArchiveIsUnpackedIntoPlace() throws IOException {
    body = zip("ml-32m/ratings.csv", "x");
    AtomicLong received = new AtomicLong();
    Path to = folder.resolve("new/data");
    Path ratings = fetchPublished(Dataset.ML_32M, to, received::set);
    assertThat(ratings).isEqualTo(to.resolve("ml-32m/ratings.csv")).hasContent("x");
    assertThat(received).hasValue(body.length);
    try (var files = Files.list(to)) {
      assertThat(files).containsExactly(to.resolve("ml-32m"));
    }
    assertThatThrownBy(() -> fetcher().fetch(Dataset.ML_32M, to, bytes -> {}))
        .hasMessageContaining("is there already");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedRatherThanTheAddress() throws IOException {
    body = zip("ml-32m/ratings.csv", "x");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> fetchPublished(Dataset.ML_32M, file, bytes -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageEndingWith("cannot be written: " + file + " is in the way");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirror/", "ftp://host/", "http:///x/", "http://host:70000/", "file:x/"})
  void anAddressThatCannotBeOpenedIsNamed(String address) {
    assertThatThrownBy(() -> new Fetcher(URI.create(address), Duration.ofSeconds(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("found address '" + address + "', expected one such as https://");
  }

  @Test
  void onlyTheNewerSetsMayBeRedistributed() {
    for (Dataset dataset : Dataset.values()) {
      boolean newer = dataset == Dataset.ML_25M || dataset == Dataset.ML_32M;
      assertThat(dataset.terms())
          .contains(
              newer
                  ? "You may redistribute it under these same terms only."
                  : "You may not redistribute it without permission.")
          .contains("commercially", "Harper & Konstan 2015", dataset.id());
    }
  }

  @Test
  void anEndlessAnswerIsCutOff() throws IOException {
    body = new byte[8_000_000];
    announced = 0; // In chunks, whose sum is not announced.
    stalls = true;
    assertFails(Dataset.ML_1M, "bytes or more arrived, expected 5917549");
  }

  @Test
  void aShortAnswerIsNamed() throws IOException {
    body = new byte[100];
    announced = Dataset.ML_1M.archive().bytes();
    assertFails(Dataset.ML_1M, "localhost");
  }

  @Test
  void aStalledAnswerIsNamed() throws IOException {
    body = new byte[100];
    announced = Dataset.ML_1M.archive().bytes();
    stalls = true;
    assertFails(Dataset.ML_1M, "nothing arrived for 0.4 s; gave up");
  }

  @Test
  void anotherStatusIsNamed() throws IOException {
    status = 404;
    assertFails(Dataset.ML_1M, "found HTTP status 404, expected 200");
  }

  @Test
  void noServerIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Fetcher nobody =
        new Fetcher(URI.create("http://localhost:" + port + "/"), Duration.ofSeconds(1));
    assertThatThrownBy(() -> nobody.fetch(Dataset.ML_100K, folder, bytes -> {}))
        .hasMessageContaining("is this machine offline?");
    Fetcher unknown = new Fetcher(URI.create("http://host.invalid/"), Duration.ofSeconds(1));
    assertThatThrownBy(() -> unknown.fetch(Dataset.ML_100K, folder, bytes -> {}))
        .hasMessageContaining("is this machine offline?");
  }

  /** Each byte comes in time, and the last would after days. */
  @Test
  void aServerThatDripsIsGivenUp() throws IOException {
    body = new byte[0];
    announced = 4_924_029;
    drips = true;
    assertFails(Dataset.ML_100K, "bytes arrived in 0 s; gave up");
  }

  @Test
  void passwordsAreNotShown() throws IOException {
    status = 404;
    URI secret = URI.create(base().toString().replace("localhost", "me:secret@localhost"));
    assertFails(
        to -> new Fetcher(secret, Duration.ofSeconds(1)).fetch(Dataset.ML_100K, to, bytes -> {}),
        base() + "ml-100k.zip: found HTTP status 404");
    // Nor where it makes an address that is none.
    for (String address :
        List.of(
            "http://me:s@secret@localhost/",
            "http://me:secret@/",
            "ftp://me:secret@localhost/",
            "ftp://localhost/?secret")) {
      assertThatThrownBy(() -> new Fetcher(URI.create(address), Duration.ofSeconds(1)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found address '")
          .message()
          .doesNotContain("secret");
    }
  }

  @Test
  void aLinkAtTheDestinationIsNotFollowed() throws IOException {
    body = zip("ml-100k/u.data", "1\t2\t3\t4\n");
    Path elsewhere = folder.resolve("elsewhere");
    Path link = Files.createSymbolicLink(folder.resolve("ml-100k"), elsewhere);
    assertThatThrownBy(() -> fetchPublished(Dataset.ML_100K, folder, bytes -> {}))
        .isInstanceOf(InvalidInputException.class);
    assertThat(elsewhere).doesNotExist();
    assertThat(link).isSymbolicLink();
  }
}
