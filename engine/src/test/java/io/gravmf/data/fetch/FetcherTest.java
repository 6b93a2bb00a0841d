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
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @AfterEach
  void stop() {
    done.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private Path fetch(Dataset dataset) {
    URI base = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    return new Fetcher(base, Duration.ofMillis(400)).fetch(dataset, folder, bytes -> {});
  }

  private void assertFails(Dataset dataset, String message) throws IOException {
    assertThatThrownBy(() -> fetch(dataset))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
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
    body = zip("ml-1m/ratings.dat", "1::2::3::4\n");
    assertFails(Dataset.ML_1M, "expected c4d9eecfca2ab87c1945afe126590906");
    body = zip("ml-32m/ratings.csv", "1,2,3,4\n");
    assertFails(Dataset.ML_32M, "expected cf12b74f9ad4b94a011f079e26d4270a");
    body = zip("ml-32m/movies.csv", "1,2,3\n");
    assertFails(Dataset.ML_32M, "the archive has no ml-32m/ratings.csv");
    body = zip("../ratings.csv", "1,2,3\n");
    assertFails(Dataset.ML_32M, "an entry outside its folder");
  }

  /** The right archive is GroupLens's own, so its ratings' checksum stands in for it here. */
  @Test
  void aGoodArchiveIsUnpackedIntoPlace() throws IOException {
    body = zip("ml-32m/ratings.csv", "x");
    AtomicLong received = new AtomicLong();
    URI base = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    Fetcher fetcher = new Fetcher(base, Duration.ofSeconds(5));
    Path ratings =
        fetcher.fetch(Dataset.ML_32M, folder, "9dd4e461268c8034f5c8564e155c67a6", received::set);
    assertThat(ratings).isEqualTo(folder.resolve("ml-32m/ratings.csv")).hasContent("x");
    assertThat(received).hasValue(body.length);
    assertThatThrownBy(() -> fetch(Dataset.ML_32M)).hasMessageContaining("is there already");
  }

  @Test
  void aShortAnswerIsNamed() throws IOException {
    body = new byte[100];
    announced = 5000;
    assertFails(Dataset.ML_1M, "localhost");
  }

  @Test
  void aStalledAnswerIsNamed() throws IOException {
    body = new byte[100];
    announced = 5000;
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
}
