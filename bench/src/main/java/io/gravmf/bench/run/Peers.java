package io.gravmf.bench.run;

import io.gravmf.bench.measure.BenchData;
import io.gravmf.bench.measure.TsneBenchmark;
import io.gravmf.bench.result.LeftOut;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the scripts of {@code bench/peers} on the data that the engine was measured on. */
final class Peers {

  private static final int SECONDS = 900;

  /** Of the item factors that t-SNE embeds, as in the engine's benchmark. */
  private static final int TSNE_DIM = 100;

  private final Path scripts;
  private final String python;
  private final Circumstances here;
  private final boolean full;
  private final Path work;
  private final Consumer<String> progress;
  private final List<PeerResult> results = new ArrayList<>();
  private final List<RmseCurve> curves = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Prepares to run.
   *
   * @param scripts the folder {@code bench/peers}, or null
   * @param python the Python to use
   * @param work a folder for files that pass data
   */
  Peers(
      Path scripts,
      String python,
      Circumstances here,
      boolean full,
      Path work,
      Consumer<String> progress) {
    this.scripts = scripts;
    this.python = python;
    this.here = here;
    this.full = full;
    this.work = work;
    this.progress = progress;
  }

  List<PeerResult> results() {
    return results;
  }

  List<RmseCurve> curves() {
    return curves;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Times epochs, and RMSE by time, of all that is there. */
  void run() {
    String data = here.mainData();
    Split split = BenchData.split(data);
    curves(split, data);
    if (full) {
      curves(BenchData.split("ml-1m"), "ml-1m");
    }
    if (scripts == null) {
      leave("PyTorch, scikit-learn and Spark", "the folder bench/peers is not there");
      return;
    }
    String torch = missing("torch");
    if (torch != null) {
      leave("PyTorch", torch);
    } else {
      pytorch(split, data);
    }
    if (full) {
      String sklearn = missing("sklearn");
      if (sklearn != null) {
        leave("scikit-learn", sklearn);
      } else {
        tsne(data);
      }
      spark(split, data);
    } else {
      leave("scikit-learn and Spark", "they are for --full");
    }
  }

  private void leave(String what, String why) {
    leftOut.add(new LeftOut(what, why));
  }

  private String missing(String module) {
    try {
      Script.run(SECONDS, List.of(python, "-c", "import numpy, " + module));
      return null;
    } catch (Script.Failure e) {
      return python + ": " + e.getMessage() + " (--python chooses another)";
    }
  }

  private void curves(Split split, String data) {
    List<String> devices = new ArrayList<>(List.of(here.cpuDevices().get(0)));
    if (here.noCuda() == null) {
      devices.add("cuda");
    }
    for (String device : devices) {
      progress.accept("RMSE by time: " + device + " on " + data);
      curves.add(TimeToRmse.run(split, data, device));
    }
  }

  private void pytorch(Split split, String data) {
    String dims = full ? "8,16,32,64,100,128,256" : "16,100";
    String threads =
        (full ? here.threadCounts() : List.of(here.processors()))
            .stream().map(String::valueOf).collect(Collectors.joining(","));
    String script = scripts.resolve("pytorch_epoch.py").toString();
    Path train = write(split.train(), data + ".train");
    peer(
        "PyTorch's epochs",
        python,
        script,
        "--train",
        train.toString(),
        "--data",
        data,
        "--dims",
        dims,
        "--threads",
        threads);
    if (here.noCuda() == null) {
      peer(
          "PyTorch's epochs on the GPU",
          python,
          script,
          "--train",
          train.toString(),
          "--data",
          data,
          "--dims",
          dims,
          "--device",
          "cuda");
    }
    peer(
        "PyTorch's RMSE by time",
        Stream.concat(
                Stream.of(python, scripts.resolve("pytorch_rmse.py").toString()),
                curveArguments(split, data).stream())
            .toArray(String[]::new));
    if (full) {
      Split large = BenchData.split("ml-1m");
      write(large.train(), "ml-1m.train");
      peer(
          "PyTorch's epochs on ml-1m",
          python,
          script,
          "--train",
          work.resolve("ml-1m.train").toString(),
          "--data",
          "ml-1m",
          "--dims",
          "100",
          "--epochs",
          "10",
          "--threads",
          String.valueOf(here.processors()));
    }
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

  private void spark(Split split, String data) {
    sparkOn(split, data);
    sparkOn(BenchData.split("ml-1m"), "ml-1m");
  }

  private void sparkOn(Split split, String data) {
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

  /** Runs a script and takes its lines: times, and curves. */
  private void peer(String what, String... command) {
    progress.accept(what);
    try {
      for (String line : Script.run(SECONDS, List.of(command))) {
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
