import io.gravmf.backend.Backend;
import io.gravmf.backend.BackendUnavailableException;
import io.gravmf.backend.Backends;
import io.gravmf.checkpoint.Checkpoint;
import io.gravmf.checkpoint.CheckpointFiles;
import io.gravmf.checkpoint.CheckpointWriter;
import io.gravmf.checkpoint.RunIdentity;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.recommend.Recommender;
import io.gravmf.train.RunState;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Many small trainings of every optimiser on every device that is there, in one JVM: trained,
 * cancelled, resumed, saved, loaded, asked. What the process holds is sampled after a collection, and
 * must be as flat in the last quarter of the time as in the second; bench/soak/run says how to start it.
 */
final class Soak {

  private static final int SAMPLE_SECONDS = 15;

  /** What may come and go: a collection's leftovers, a pool's thread that is ending. */
  private static final double[] TOLERANCES = {4, 4, 24, 4, 4, 100};

  private static final String[] NAMES = {
    "heap MB", "metaspace MB", "resident MB", "descriptors", "threads", "classes"
  };

  private final List<double[]> samples = new ArrayList<>();
  private final List<Backend> backends = new ArrayList<>();
  private final Random random;
  private final Path folder;
  private final Map<String, Integer> trainings = new TreeMap<>();

  private Soak(long seed, List<String> devices) throws IOException {
    random = new Random(seed);
    folder = Files.createTempDirectory("gravmf-soak");
    for (String device : devices) {
      try {
        backends.add(Backends.choose(device).backend());
        System.out.println("on " + backends.get(backends.size() - 1).description());
      } catch (BackendUnavailableException e) {
        System.out.println("left out: " + device + ": " + e.getMessage());
      }
    }
  }

  public static void main(String[] words) throws IOException {
    double minutes = Double.parseDouble(words[0]);
    Soak soak = new Soak(1, List.of(words).subList(2, words.length));
    try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(Path.of(words[1])))) {
      soak.run(minutes, csv);
    }
    System.exit(soak.isFlat() ? 0 : 1);
  }

  private void run(double minutes, PrintWriter csv) throws IOException {
    csv.println("seconds,trainings," + String.join(",", NAMES));
    long began = System.nanoTime();
    double next = 0;
    for (double at = 0; at < minutes * 60; at = (System.nanoTime() - began) * 1e-9) {
      train();
      if (at >= next) {
        next += SAMPLE_SECONDS;
        double[] sample = sample();
        samples.add(sample);
        csv.print(String.format(Locale.ROOT, "%.0f,%d", at, trainings.values().stream().mapToInt(Integer::intValue).sum()));
        Arrays.stream(sample).forEach(x -> csv.print(String.format(Locale.ROOT, ",%.1f", x)));
        csv.println();
        csv.flush();
      }
    }
    trainings.forEach((what, times) -> System.out.println(times + " trainings: " + what));
  }

  private void train() throws IOException {
    Optimizer optimizer = optimizer();
    boolean samples = optimizer instanceof Optimizer.Gibbs;
    Backend backend = backends.get(random.nextInt(backends.size()));
    Split split = Splits.random(ratings(), 0.8, random.nextLong());
    TrainingConfig config =
        TrainingConfig.builder()
            .dim(1 + random.nextInt(24))
            .epochs(optimizer instanceof Optimizer.Gibbs by ? by.sweeps() : 2 + random.nextInt(6))
            .optimizer(optimizer)
            .objective(
                samples ? Objective.SAMPLED : Objective.ofWeights(0.1, random.nextInt(2) * 0.1))
            .seed(random.nextLong())
            .reportEvery(1 + random.nextInt(3))
            .checkpointEvery(1)
            .build();
    int stopAfter = random.nextInt(8);
    Checkpoint run =
        new Checkpoint(
            RunState.of(io.gravmf.train.InitialFactors.normal(1, 1, 1, 1)),
            RunIdentity.of(split, config, backend),
            RunIdentity.notes(backend));
    TrainingResult result;
    try (CheckpointWriter writer = new CheckpointWriter(folder, run, System.err::println)) {
      result = Trainer.train(split, config, backend, listener(writer, stopAfter));
    }
    if (result.paused().isPresent()) {
      Checkpoint stored = CheckpointFiles.load(folder).checkpoint();
      stored.requireFits("soak", split, config, backend);
      result = Trainer.resume(split, config, stored.run(), backend, TrainingListener.NONE);
    }
    ModelFiles.save(folder, result.model());
    Model loaded = ModelFiles.load(folder);
    new Recommender(loaded).recommend(loaded.userIds().id(0), 3, item -> true);
    trainings.merge(
        optimizer.getClass().getSimpleName() + " on " + backend.name(), 1, Integer::sum);
  }

  private static TrainingListener listener(CheckpointWriter writer, int stopAfter) {
    return new TrainingListener() {
      private int epochs;

      @Override
      public void onProgress(int epochsRun) {
        epochs = epochsRun;
      }

      @Override
      public void onCheckpoint(Supplier<RunState> state) {
        writer.offer(state.get());
      }

      @Override
      public boolean isCancelled() {
        return epochs > stopAfter;
      }
    };
  }

  private Optimizer optimizer() {
    int sweeps = 2 + random.nextInt(6);
    return switch (random.nextInt(4)) {
      case 0 -> Optimizer.AdamW.NOTEBOOK;
      case 1 -> new Optimizer.LeastSquares();
      case 2 ->
          new Optimizer.Gibbs(
              sweeps, 1, 1, random.nextInt(3), Hyperpriors.DEFAULT, random.nextLong());
      default -> new Optimizer.ConjugateGradients(1 + random.nextInt(3));
    };
  }

  private Ratings ratings() {
    int users = 5 + random.nextInt(60);
    int items = 5 + random.nextInt(60);
    RatingsBuilder builder = new RatingsBuilder();
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        if (random.nextInt(5) == 0 || item == user % items) {
          builder.add("u" + user, "i" + item, 1 + random.nextInt(5));
        }
      }
    }
    return builder.build();
  }

  private static double[] sample() throws IOException {
    System.gc();
    System.gc();
    double mega = 1 << 20;
    var memory = ManagementFactory.getMemoryMXBean();
    return new double[] {
      memory.getHeapMemoryUsage().getUsed() / mega,
      ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getName().equals("Metaspace"))
              .mapToLong(pool -> pool.getUsage().getUsed())
              .sum()
          / mega,
      resident() / mega,
      Path.of("/proc/self/fd").toFile().list().length,
      ManagementFactory.getThreadMXBean().getThreadCount(),
      ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
    };
  }

  private static double resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** Compares the medians of the second and the last quarter. */
  private boolean isFlat() {
    boolean flat = true;
    int quarter = samples.size() / 4;
    if (quarter == 0) {
      System.out.println("too short to compare quarters: at least a minute");
      return false;
    }
    for (int k = 0; k < NAMES.length; k++) {
      double before = median(samples.subList(quarter, 2 * quarter), k);
      double after = median(samples.subList(samples.size() - quarter, samples.size()), k);
      boolean grown = after - before > Math.max(TOLERANCES[k], 0.03 * before);
      flat &= !grown;
      System.out.printf(
          Locale.ROOT,
          "%-12s %8.1f in the second quarter, %8.1f in the last: %s%n",
          NAMES[k],
          before,
          after,
          grown ? "GROWN" : "flat");
    }
    return flat;
  }

  private static double median(List<double[]> samples, int column) {
    double[] sorted = samples.stream().mapToDouble(sample -> sample[column]).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
