package io.gravmf.examples.service;

import com.sun.net.httpserver.HttpServer;
import io.gravmf.backend.Backends;
import io.gravmf.data.Ratings;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.model.ModelFiles;
import io.gravmf.train.TrainingConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Serves recommendations over HTTP on the loopback interface ({@link Requests}), from the model of
 * a folder, which it trains where there is none, retrains in the background and loads again
 * whenever it was saved.
 */
public final class RecommendationService implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RecommendationService.class.getName());
  private static final long LOOK_MILLISECONDS = 20;

  private final HttpServer server;
  private final ExecutorService handlers;
  private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2);
  private final ServedFolder served;

  static {
    // Otherwise JDK 17's server waits for an acknowledgement between headers and body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Something that is done again and again. */
  private interface Chore {
    void run() throws IOException;
  }

  /**
   * Starts it.
   *
   * @param ratings the file of ratings
   * @param folder the model's
   * @param port 0 for any that is free
   * @param pauseMilliseconds between a retraining and the next
   * @param config how to train; its d is that of a model that is there already
   * @param onLoad hears of every model before it is served
   */
  RecommendationService(
      Path ratings,
      Path folder,
      int port,
      long pauseMilliseconds,
      TrainingConfig config,
      Consumer<ServedModel> onLoad)
      throws IOException {
    Ratings read = RatingsReader.read(ratings, ReadOptions.DEFAULT).ratings();
    KnownRatings known = new KnownRatings(read);
    Retraining retraining =
        new Retraining(folder, known, config, Backends.choose(Backends.AUTO).backend());
    if (!Files.exists(folder.resolve(ModelFiles.JSON))) {
      retraining.run();
    }
    served = new ServedFolder(folder, onLoad);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    handlers = Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());
    server.setExecutor(handlers);
    server.createContext("/", new Requests(served, known));
    server.start();
    repeat(pauseMilliseconds, retraining::run);
    repeat(LOOK_MILLISECONDS, served::reload);
  }

  /** What fails is said and tried again later; the model that is served stays. */
  private void repeat(long pauseMilliseconds, Chore chore) {
    Runnable tried =
        () -> {
          try {
            chore.run();
          } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "still serving the model from before", e);
          }
        };
    ScheduledFuture<?> repeated =
        background.scheduleWithFixedDelay(
            tried, pauseMilliseconds, pauseMilliseconds, TimeUnit.MILLISECONDS);
    if (repeated.isCancelled()) {
      throw new IllegalStateException("the service is closed");
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  int modelsServed() {
    return served.get().number();
  }

  /** Answers what has been asked, gives up a training after its epoch, and waits for both. */
  @Override
  public void close() {
    server.stop(1);
    handlers.shutdown();
    background.shutdownNow();
    try {
      if (!background.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.log(System.Logger.Level.WARNING, "training did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Serves until it is stopped.
   *
   * @param words a file of ratings, a folder for the model, a port, the pause between trainings in
   *     milliseconds
   */
  @SuppressWarnings("resource") // serves until the process ends
  public static void main(String[] words) throws IOException {
    if (words.length != 4) {
      System.err.println("expected RATINGS FOLDER PORT PAUSE, found " + words.length + " words");
      System.exit(2);
    }
    RecommendationService service =
        new RecommendationService(
            Path.of(words[0]),
            Path.of(words[1]),
            Integer.parseInt(words[2]),
            Long.parseLong(words[3]),
            TrainingConfig.builder().dim(32).epochs(200).reportEvery(200).build(),
            model -> System.out.println("model " + model.number()));
    System.out.println("serving on http://127.0.0.1:" + service.port());
  }
}
