package io.gravmf.fuzz;

import io.gravmf.backend.Backends;
import io.gravmf.checkpoint.Checkpoint;
import io.gravmf.checkpoint.CheckpointFiles;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.items.ItemReadOptions;
import io.gravmf.data.items.ItemsReader;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.text.TextOptions;
import io.gravmf.features.FeatureReader;
import io.gravmf.format.Npy;
import io.gravmf.format.SafeTensors;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import io.gravmf.objective.Hyperpriors;
import io.gravmf.objective.Objective;
import io.gravmf.objective.Optimizer;
import io.gravmf.search.SpaceReader;
import io.gravmf.train.InitialFactors;
import io.gravmf.train.RunState;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reader, and files that it reads. Another reader takes part by one more entry of {@link #all}.
 *
 * @param name of the reader
 * @param seeds files that are right, small
 * @param read reads a file
 */
record Target(String name, List<byte[]> seeds, Reading read) {

  private static final Split SPLIT =
      Splits.random(
          new RatingsBuilder().add("a", "x", 3).add("b", "y", 4).add("b", "x", 1).build(), 1, 1);

  /** Reads a file that may be anything. */
  interface Reading {
    void of(Path file) throws IOException;
  }

  /** Returns the name as one word, for files. */
  String fileName() {
    return name.replace(' ', '-');
  }

  static List<Target> all(Path folder) throws IOException {
    List<Target> targets = new ArrayList<>();
    targets.add(
        new Target(
            "ratings",
            packed(
                "1\t2\t3\t881250949\n2\t1\t5\t891717742\n",
                "1::2::3.5::978300760\n2::7::1::978302109\n",
                "userId,movieId,rating,timestamp\n1,\"2\",3.5,2003-01-02T03:04:05Z\n\"a,b\",2,1,4\n",
                "1:\n30878,4,2005-12-26\n8,5,2005-01-01\n2:\n8,1,2005-01-01\n",
                "%%MatrixMarket matrix coordinate real general\n% c\n3 3 2\n1 1 4.5\n3 2 1\n",
                "sep=;\nuser;item;stars\nx;y;4\n",
                "# c\n1 2 3\n4  5  6\n"),
            file -> RatingsReader.read(file, ReadOptions.DEFAULT.withTimestamps(true))));
    targets.add(
        new Target(
            "items",
            packed(
                "1|Toy Story (1995)|01-Jan-1995||http://x|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n",
                "1::Toy Story (1995)::Animation|Comedy\n2::B::Drama\n",
                "movieId,title,genres\n1,\"Boot, Das\",War|Drama\n2,\u00c9,(no genres listed)\n"),
            file -> ItemsReader.read(file, ItemReadOptions.DEFAULT, new DenseIds(3))));
    targets.add(
        new Target(
            "genres",
            texts("unknown|0\nAction|1\nDrama|2\n"),
            file -> ItemsReader.readGenres(file, io.gravmf.data.text.TextOptions.DEFAULT)));
    targets.add(
        new Target(
            "features",
            packed("user,age,job\n1,30,a\n2,41.5,b|c\n3,,a\n", "id\tx\n1\t2\n2\t1e3\n"),
            file ->
                FeatureReader.read(file, "--user-features", new DenseIds(3), TextOptions.DEFAULT)));
    targets.add(
        new Target(
            "search space",
            texts("dim 8, 16\nlambda-r 0.01 .. 1 log # c\noptimizer als\n", "sweeps 5 .. 40\n"),
            SpaceReader::read));
    Path npy = folder.resolve("seed.npy");
    Npy.write(npy, new FloatMatrix(2, 2, new float[] {1, 2, 3, 4}));
    targets.add(new Target("npy", List.of(Files.readAllBytes(npy)), Npy::readMatrix));
    Npy.write(npy, new int[] {2, 0, 1});
    targets.add(new Target("npy vector", List.of(Files.readAllBytes(npy)), Npy::readIntVector));
    addTensors(targets, folder);
    return targets;
  }

  private static void addTensors(List<Target> targets, Path folder) throws IOException {
    Path file = folder.resolve("seed.safetensors");
    SafeTensors tensors =
        new SafeTensors(Map.of("w", new FloatMatrix(1, 2, new float[] {1, 2})), Map.of("a", "b"));
    tensors.write(file);
    byte[] plain = Files.readAllBytes(file);
    tensors.withChecksums().write(file);
    List<byte[]> seeds = List.of(plain, Files.readAllBytes(file));
    targets.add(new Target("safetensors", seeds, SafeTensors::readWithDoubles));
    CheckpointFiles.save(
        folder,
        new Checkpoint(
            RunState.of(InitialFactors.normal(2, 2, 2, 1)), Map.of("dim", "2"), Map.of()));
    Path stored = folder.resolve(CheckpointFiles.FILE);
    SafeTensors unsealed = SafeTensors.readWithDoubles(stored);
    Path open = folder.resolve("open.safetensors");
    unsealed.write(open);
    targets.add(
        new Target(
            "checkpoint",
            List.of(Files.readAllBytes(stored), Files.readAllBytes(open), sampled(folder)),
            each -> CheckpointFiles.read(each).different(Map.of())));
    Model model =
        Trainer.train(
                SPLIT,
                TrainingConfig.builder().dim(1).epochs(1).build(),
                Backends.choose("cpu-plain").backend(),
                TrainingListener.NONE)
            .model();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelFiles.write(bytes, model);
    targets.add(
        new Target(
            "model stream",
            List.of(bytes.toByteArray()),
            each -> {
              try (InputStream stream = Files.newInputStream(each)) {
                ModelFiles.read(stream, "it");
              }
            }));
    Path saved = folder.resolve("model");
    ModelFiles.save(saved, model);
    Path json = saved.resolve(ModelFiles.JSON);
    targets.add(
        new Target(
            "model.json",
            List.of(Files.readAllBytes(json), withoutChecksums(json)),
            each -> {
              Files.copy(each, json, StandardCopyOption.REPLACE_EXISTING);
              ModelFiles.load(saved);
            }));
  }

  /** As versions before there were checksums wrote it: the only way to what is behind these. */
  private static byte[] withoutChecksums(Path json) throws IOException {
    ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(Files.readString(json));
    root.remove(List.of("crc32c", "tensors_crc32c"));
    return JsonMapper.shared().writeValueAsBytes(root);
  }

  /** A sampler's checkpoint, which has more in it, without checksums. */
  private static byte[] sampled(Path folder) throws IOException {
    List<RunState> states = new ArrayList<>();
    Trainer.train(
        SPLIT,
        TrainingConfig.builder()
            .dim(1)
            .epochs(3)
            .optimizer(new Optimizer.Gibbs(3, 0, 2, 0, Hyperpriors.DEFAULT, 1))
            .objective(Objective.SAMPLED)
            .checkpointEvery(2)
            .build(),
        Backends.choose("cpu-plain").backend(),
        new TrainingListener() {
          @Override
          public void onCheckpoint(Supplier<RunState> state) {
            states.add(state.get());
          }
        });
    Path sampled = Files.createDirectories(folder.resolve("sampled"));
    CheckpointFiles.save(sampled, new Checkpoint(states.get(0), Map.of("dim", "1"), Map.of()));
    Path file = sampled.resolve(CheckpointFiles.FILE);
    SafeTensors.readWithDoubles(file).write(file);
    return Files.readAllBytes(file);
  }

  private static List<byte[]> texts(String... texts) {
    List<byte[]> seeds = new ArrayList<>();
    for (String text : texts) {
      seeds.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }

  /** Texts in each way that files are packed and encoded. */
  private static List<byte[]> packed(String... texts) throws IOException {
    List<byte[]> seeds = new ArrayList<>(texts(texts));
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream gzip = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(gzip)) {
        out.write(bytes);
      }
      seeds.add(gzip.toByteArray());
      ByteArrayOutputStream zip = new ByteArrayOutputStream();
      try (ZipOutputStream out = new ZipOutputStream(zip)) {
        out.putNextEntry(new ZipEntry("r/\u00e9.csv"));
        out.write(bytes);
      }
      seeds.add(zip.toByteArray());
    }
    seeds.add(("\ufeff" + texts[0]).getBytes(StandardCharsets.UTF_16LE));
    return seeds;
  }
}
