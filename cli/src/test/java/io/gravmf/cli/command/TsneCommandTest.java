package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.data.DenseIds;
import io.gravmf.data.FloatMatrix;
import io.gravmf.format.Npy;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gravmf tsne} on a trained model and on matrices. */
class TsneCommandTest {

  private static final int ITEMS = 40;

  @TempDir Path folder;
  private Path model;
  private Path points;
  private Path out;

  @BeforeEach
  void train() {
    Path data = folder.resolve("data");
    Run.of("generate", "--users", 60, "--items", ITEMS, "--count", 900, "--seed", 3, "--out", data)
        .requireOk();
    model = folder.resolve("model");
    Run.of(
            "train",
            "--ratings",
            data.resolve("u.data"),
            "--dim",
            6,
            "--epochs",
            50,
            "--out",
            model,
            "--export-npy",
            "--quiet")
        .requireOk();
    points = model.resolve(ModelFiles.ITEM_NPY);
    out = folder.resolve("tsne.csv");
  }

  private Run embed(Object... more) {
    return Run.of(List.of("tsne", "--iterations", 320), more);
  }

  @Test
  void aModelGivesARowForEachItem() throws IOException {
    Run run = embed("--model", model, "--out", out).requireOk();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("iteration   50 of 320  KL divergence ", "iteration  320 of 320 ")
        .contains("40 points in 3 dimensions after 320 iterations");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0)).isEqualTo("item,x,y,z");
    Model loaded = ModelFiles.load(model);
    assertThat(loaded.itemIds()).isEqualTo(new DenseIds(ITEMS));
    assertThat(lines).hasSize(ITEMS + 1);
    for (int i = 0; i < ITEMS; i++) {
      assertThat(lines.get(1 + i)).matches((i + 1) + "(,-?[0-9.]+(E-?[0-9]+)?){3}");
    }
  }

  @Test
  void aMatrixOfTheSamePointsGivesTheSamePlaces() throws IOException {
    embed("--model", model, "--out", out, "--quiet").requireOk();
    Run run = embed("--points", points, "--quiet").requireOk();
    assertThat(run.err()).isEmpty();
    List<String> fromModel = Files.readAllLines(out);
    List<String> fromMatrix = run.out().lines().toList();
    assertThat(fromMatrix).hasSameSizeAs(fromModel);
    assertThat(fromMatrix.get(0)).isEqualTo("row,x,y,z");
    for (int i = 1; i < fromModel.size(); i++) {
      assertThat(fromMatrix.get(i).split(",", 2)).contains(Integer.toString(i - 1));
      assertThat(fromMatrix.get(i).split(",", 2)[1]).isEqualTo(fromModel.get(i).split(",", 2)[1]);
    }
  }

  @Test
  void optionsReachTheEmbedding() {
    JsonNode json =
        JsonMapper.shared()
            .readTree(
                embed(
                        "--points",
                        points,
                        "--components",
                        2,
                        "--perplexity",
                        7.5,
                        "--seed",
                        9,
                        "--method",
                        "exact",
                        "--metric",
                        "cosine",
                        "--init",
                        "pca",
                        "--threads",
                        3,
                        "--out",
                        out,
                        "--quiet",
                        "--json")
                    .requireOk()
                    .out());
    assertThat(json.path("points").asInt()).isEqualTo(ITEMS);
    assertThat(json.path("dimensions").asInt()).isEqualTo(6);
    assertThat(json.path("components").asInt()).isEqualTo(2);
    assertThat(json.path("perplexity").asDouble()).isEqualTo(7.5);
    assertThat(json.path("seed").asLong()).isEqualTo(9);
    assertThat(json.path("method").asString()).isEqualTo("exact");
    assertThat(json.path("metric").asString()).isEqualTo("cosine");
    assertThat(json.path("init").asString()).isEqualTo("pca");
    assertThat(json.path("iterations").asInt()).isEqualTo(320);
    assertThat(json.path("kl_divergence").asDouble()).isBetween(0.0, 2.0);
    assertThat(out).content().startsWith("row,x,y\n0,");
  }

  @Test
  void methodsLayoutsAndSeedsDiffer() {
    List<List<Object>> variants =
        List.of(
            List.of(),
            List.of("--seed", 2),
            List.of("--method", "exact"),
            List.of("--metric", "cosine"),
            List.of("--init", "pca"),
            List.of("--perplexity", 4),
            List.of("--lr", 20));
    List<String> layouts =
        variants.stream()
            .map(
                more -> {
                  Object[] arguments = new Object[more.size() + 3];
                  arguments[0] = "--points";
                  arguments[1] = points;
                  arguments[2] = "--quiet";
                  for (int k = 0; k < more.size(); k++) {
                    arguments[3 + k] = more.get(k);
                  }
                  return embed(arguments).requireOk().out();
                })
            .toList();
    assertThat(layouts).doesNotHaveDuplicates();
  }

  @Test
  void badInputIsRefusedInOneLineAndWritesNothing() {
    embed().requireRefused("--model=DIR | --points=FILE");
    embed("--model", model, "--points", points).requireRefused("mutually exclusive");
    embed("--model", folder).requireRefused("expected a model's folder");
    embed("--points", folder.resolve("none.npy")).requireRefused("no such file");
    embed("--points", points, "--components", 4).requireRefused("components is 4, expected 2 or 3");
    embed("--points", points, "--perplexity", 40)
        .requireRefused("item_factors.npy: perplexity is 40.0, expected less than the number of");
    Run.of("tsne", "--points", points, "--iterations", 0).requireRefused("iterations is 0");
    embed("--points", points, "--theta", 1.5).requireRefused("theta is 1.5, expected from 0 to 1");
    embed("--points", points, "--lr", 0).requireRefused("--lr is 0.0, expected above 0");
    embed("--points", points, "--threads", 0).requireRefused("threads is 0");
    embed("--points", points, "--method", "fast").requireRefused("expected barnes-hut or exact");
    embed("--points", points, "--metric", "manhattan").requireRefused("EUCLIDEAN, COSINE");
    embed("--points", points, "--json").requireRefused("--json needs --out");
    embed("--points", points, "--out", folder).requireRefused("is a directory");
    embed("--points", points, "--out", points.resolve("tsne.csv"))
        .requireRefused("not a directory");
    assertThat(out).doesNotExist();
  }

  @Test
  void aValueThatIsNoNumberIsNamedWithItsFileAndPlace() {
    FloatMatrix matrix = FloatMatrix.zeros(6, 2);
    matrix.values()[7] = Float.NaN;
    Path file = folder.resolve("nan.npy");
    Npy.write(file, matrix);
    embed("--points", file, "--out", out)
        .requireRefused("nan.npy: point 3, column 1 (both from 0): found NaN, expected a finite");
    assertThat(out).doesNotExist();
  }
}
