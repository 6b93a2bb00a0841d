package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.measure.TsneBenchmark;
import io.gravmf.bench.result.GoldenCheck;
import io.gravmf.bench.result.LeftOut;
import io.gravmf.bench.result.ObjectiveCurve;
import io.gravmf.bench.result.PeerResult;
import io.gravmf.bench.result.RmseCurve;
import io.gravmf.bench.result.RunFolder;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.format.AtomicFile;
import io.gravmf.format.Npy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the scripts of {@code bench/peers} on the data that the engine was measured on. */
final class Peers {

  private static final String RMSE = "peers RMSE ";
  private static final String OBJECTIVE = "peers objective";
  private static final String PYTORCH = "peers PyTorch";
  private static final String IMPLICIT = "peers implicit ";
  private static final String SKLEARN = "peers scikit-learn";
  private static final String SPARK_RMSE = "peers Spark RMSE ";
  private static final String SPARK_SWEEPS = "peers Spark sweeps ";

  private static final int SECONDS = 900;

  /** The notebook's. */
  private static final int EPOCHS = 20_000;

  /** After which the objective hardly falls. */
  private static final int SWEEPS = 40;

  /** The trajectory that the self-test follows too. */
  private static final String GOLDEN = "engine/src/main/resources/io/gravmf/selftest/golden.json";

  /** Of the item factors that t-SNE embeds, as in the engine's benchmark. */
  private static final int TSNE_DIM = 100;

  private final Path scripts;
  private final String python;
  private final List<String> goldenArguments;
  private final Circumstances here;
  private final boolean full;
  private final Predicate<String> filter;
  private final Path work;
  private final Consumer<String> progress;
  private final List<PeerResult> results = new ArrayList<>();
  private final List<RmseCurve> curves = new ArrayList<>();
  private final List<ObjectiveCurve> objectives = new ArrayList<>();
  private final List<GoldenCheck> goldens = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Prepares to run.
   *
   * @param scripts the folder {@code bench/peers}, or null
   * @param python the Python to use
   * @param goldenArguments more golden trajectories, as {@code pytorch_golden.py} takes them
   * @param filter which of the {@link #parts}
   * @param work a folder for files that pass data
   */
  Peers(
      Path scripts,
      String python,
      List<String> goldenArguments,
      Circumstances here,
      boolean full,
      Predicate<String> filter,
      Path work,
      Consumer<String> progress) {
    this.scripts = scripts;
    this.python = python;
    this.goldenArguments = goldenArguments;
    this.here = here;
    this.full = full;
    this.filter = filter;
    this.work = work;
    this.progress = progress;
  }

  List<PeerResult> results() {
    return results;
  }

  List<RmseCurve> curves() {
    return curves;
  }

  List<ObjectiveCurve> objectives() {
    return objectives;
  }

  List<GoldenCheck> goldens() {
    return goldens;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Returns the words that {@code --filter} looks at, of all that is done beside benchmarks. */
  static List<String> parts(String mainData, boolean full) {
    List<String> parts = new ArrayList<>();
    for (String data : data(mainData, full)) {
      parts.add(RMSE + data);
    }
    parts.addAll(List.of(OBJECTIVE, PYTORCH));
    for (String data : data(mainData, full)) {
      parts.add(IMPLICIT + data);
    }
    if (full) {
      parts.add(SKLEARN);
      for (String data : data(mainData, true)) {
        parts.addAll(List.of(SPARK_RMSE + data, SPARK_SWEEPS + data));
      }
    }
    return parts;
  }

  private static List<String> data(String mainData, boolean full) {
    return full ? List.of(mainData, Suite.LARGE) : List.of(mainData);
  }

  private boolean isWanted(String part) {
    return filter.test(part);
  }

  /** Times epochs, and RMSE by time, of all that is there and asked for. */
  void run() {
    String main = here.mainData();
    for (String data : data(main, full)) {
      if (isWanted(RMSE + data)) {
        curves(data, data.equals(main) ? List.of("first use", "warm") : List.of("warm"));
      }
    }
    if (isWanted(OBJECTIVE)) {
      objectives(main);
    }
    if (scripts == null) {
      leave("PyTorch, implicit, scikit-learn and Spark", "the folder bench/peers is not there");
      return;
    }
    if (isWanted(PYTORCH)) {
      String torch = missing("torch");
      if (torch != null) {
        leave("PyTorch", torch);
      } else if (followsGoldens("cpu") && (here.noCuda() != null || followsGoldens("cuda"))) {
        pytorch(BenchData.split(main), main);
      }
    }
    for (String data : data(main, full)) {
      if (isWanted(IMPLICIT + data)) {
        implicit(data);
      }
    }
    if (!full) {
      leave("scikit-learn and Spark", "they are for --full");
      return;
    }
    if (isWanted(SKLEARN)) {
      String sklearn = missing("sklearn");
      if (sklearn != null) {
        leave("scikit-learn", sklearn);
      } else {
        tsne(main);
      }
    }
    for (String data : data(main, true)) {
      if (isWanted(SPARK_RMSE + data)) {
        sparkCurves(data);
      }
      if (isWanted(SPARK_SWEEPS + data)) {
        sparkSweeps(data);
      }
    }
  }

  /** Other software sees the card that is measured, and no other. */
  private Map<String, String> environment() {
    return here.gpuUuid() == null ? Map.of() : Map.of("CUDA_VISIBLE_DEVICES", here.gpuUuid());
  }

  private void leave(String what, String why) {
    leftOut.add(new LeftOut(what, why));
  }

  private String missing(String module) {
    try {
      Script.run(SECONDS, List.of(python, "-c", "import numpy, " + module), Map.of());
      return null;
    } catch (Script.Failure e) {
      return python + ": " + e.getMessage() + " (--python chooses another)";
    }
  }

  private void curves(String data, List<String> states) {
    Split split = BenchData.split(data);
    List<String> devices = new ArrayList<>(List.of(here.cpuDevices().get(0)));
    if (here.noCuda() == null) {
      devices.add(here.gpu());
    }
    for (String device : devices) {
      for (String state : states) {
        progress.accept("RMSE by time: " + device + " on " + data + ", " + state);
        curves.add(TimeToRmse.run(split, data, device, state));
      }
    }
  }

  /** AdamW first, for it says how low the others are to get. */
  private void objectives(String data) {
    String device = here.cpuDevices().get(0);
    int epochs = full ? EPOCHS : EPOCHS / 10;
    progress.accept("the objective by time: " + device + " on " + data);
    objectives.add(TimeToObjective.run(data, device, "adamw", epochs, epochs / 100));
    objectives.add(TimeToObjective.run(data, device, "als", SWEEPS, 1));
    objectives.add(TimeToObjective.run(data, device, "als-cg", 2 * SWEEPS, 1));
  }

  /** Its sweeps go over all ratings, as the engine's benchmark of sweeps does. */
  private void implicit(String data) {
    String implicit = missing("scipy, implicit");
    if (implicit != null) {
      leave("benfred/implicit", implicit);
      return;
    }
    for (int threads : full ? here.threadCounts() : List.of(here.processors())) {
      peer(
          "implicit's sweeps on " + data + ", " + threads + " of " + here.processors() + " threads",
          python,
          scripts.resolve("implicit_sweep.py").toString(),
          "--ratings",
          write(BenchData.ratings(data), data + ".all").toString(),
          "--first-id",
          "0",
          "--data",
          data,
          "--dims",
          full ? dims(data.equals(Suite.LARGE) ? Suite.LARGE_DIMS : Suite.SWEEP_DIMS) : "100",
          "--threads",
          String.valueOf(threads));
    }
  }

  private static String dims(List<Integer> dims) {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** What is timed must be what is meant: a form that strays leaves all of PyTorch out. */
  private boolean followsGoldens(String device) {
    progress.accept("golden trajectories by PyTorch, " + device);
    List<String> command =
        new ArrayList<>(List.of(python, scripts.resolve("pytorch_golden.py").toString()));
    command.add(scripts.resolveSibling("..").resolve(GOLDEN).normalize().toString());
    command.addAll(goldenArguments);
    command.addAll(List.of("--device", device));
    try {
      for (String line : Script.run(SECONDS, command, environment())) {
        goldens.add(RunFolder.parse(line, Path.of("pytorch_golden.py"), GoldenCheck.class));
      }
      return true;
    } catch (Script.Failure e) {
      leave("PyTorch", "it does not follow a golden trajectory: " + e.getMessage());
      return false;
    }
  }

  private void pytorch(Split split, String data) {
    String dims = full ? "8,16,32,64,100,128,256" : "16,100";
    List<Integer> threadCounts = full ? here.threadCounts() : List.of(here.processors());
    for (int threads : threadCounts) {
      String what = "PyTorch's epochs, " + threads + " of " + here.processors() + " threads";
      pytorch(what, split, data, dims, threads, "--forms", "dense");
      pytorch(what + ", tuned", split, data, dims, threads, "--tuned");
    }
    if (here.noCuda() == null) {
      String what = "PyTorch's epochs on the GPU";
      pytorch(what, split, data, dims, here.processors(), "--device", "cuda");
    }
    peer(
        "PyTorch's RMSE by time",
        Stream.concat(
                Stream.of(python, scripts.resolve("pytorch_rmse.py").toString()),
                curveArguments(split, data).stream())
            .toArray(String[]::new));
    if (full) {
      Split large = BenchData.split("ml-1m");
      int threads = here.processors();
      pytorch(
          "PyTorch's epochs on ml-1m", large, "ml-1m", "100", threads, "--tuned", "--epochs", "10");
    }
  }

  private void pytorch(
      String what, Split split, String data, String dims, int threads, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                python,
                scripts.resolve("pytorch_epoch.py").toString(),
                "--train",
                write(split.train(), data + ".train").toString(),
                "--data",
                data,
                "--dims",
                dims,
                "--threads",
                String.valueOf(threads)));
    command.addAll(List.of(more));
    peer(what, command.toArray(String[]::new));
  }

  private List<String> curveArguments(Split split, String data) {
    return List.of(
        "--train",
        write(split.train(), data + ".train").toString(),
        "--validation",
        write(split.validation(), data + ".validation").toString(),
        "--data",
        data,
        "--dim",
        String.valueOf(TimeToRmse.DIM),
        "--lambda-r",
        String.valueOf(TimeToRmse.LAMBDA_R),
        "--lambda-g",
        String.valueOf(TimeToRmse.LAMBDA_G),
        "--lr",
        String.valueOf(TimeToRmse.LEARNING_RATE),
        "--epochs",
        String.valueOf(TimeToRmse.EPOCHS),
        "--threads",
        String.valueOf(here.processors()));
  }

  private void tsne(String data) {
    Path points = work.resolve("items.npy");
    Npy.write(points, TsneBenchmark.points(data, TSNE_DIM));
    peer(
        "scikit-learn's t-SNE",
        python,
        scripts.resolve("sklearn_tsne.py").toString(),
        "--points",
        points.toString(),
        "--data",
        data,
        "--threads",
        String.valueOf(here.processors()));
  }

  private void sparkCurves(String data) {
    Split split = BenchData.split(data);
    peer(
        "Spark's ALS on " + data,
        "bash",
        scripts.resolve("spark-als/run.sh").toString(),
        "--train",
        write(split.train(), data + ".train").toString(),
        "--validation",
        write(split.validation(), data + ".validation").toString(),
        "--data",
        data,
        "--threads",
        String.valueOf(here.processors()));
  }

  private void sparkSweeps(String data) {
    peer(
        "Spark's sweeps on " + data,
        "bash",
        scripts.resolve("spark-als/run.sh").toString(),
        "--data",
        data,
        "--all",
        write(BenchData.ratings(data), data + ".all").toString(),
        "--dims",
        dims(Suite.LARGE_DIMS),
        "--threads",
        String.valueOf(here.processors()));
  }

  /** Runs a script and takes its lines: times, and curves. */
  private void peer(String what, String... command) {
    progress.accept(what);
    try {
      for (String line : Script.run(SECONDS, List.of(command), environment())) {
        Path from = Path.of(command[1]).getFileName();
        if (line.contains("\"rmse\"")) {
          curves.add(RunFolder.parse(line, from, RmseCurve.class));
        } else if (line.contains("\"leftOut\"")) {
          leave(what, RunFolder.parse(line, from, Refusal.class).leftOut());
        } else if (!line.isBlank()) {
          results.add(RunFolder.parse(line, from, PeerResult.class));
        }
      }
    } catch (Script.Failure e) {
      leave(what, e.getMessage());
    }
  }

  /** What a script says of something that it cannot do here. */
  private record Refusal(String leftOut) {}

  /** Writes user row, item row and rating, a line each. */
  private Path write(Ratings ratings, String name) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < ratings.size(); k++) {
      text.append(ratings.users()[k]).append('\t').append(ratings.items()[k]).append('\t');
      text.append(ratings.values()[k]).append('\n');
    }
    Path file = work.resolve(name);
    AtomicFile.write(file, text.toString());
    return file;
  }
}
