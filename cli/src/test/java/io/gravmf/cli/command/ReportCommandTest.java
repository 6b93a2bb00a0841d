package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.GoldenCliTest;
import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportCommandTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern DATA =
      Pattern.compile(
          "<script id=\"data\" type=\"application/json\">(.*?)</script>", Pattern.DOTALL);
  private static final List<String> PICTURES =
      List.of(
          "genres",
          "loss",
          "mean-per-movie",
          "mean-per-user",
          "predicted",
          "ratings-per-movie",
          "ratings-per-user",
          "residuals",
          "tsne",
          "tsne-2d");

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void generate() {
    out = folder.resolve("report");
    SmallData.generate(folder);
  }

  private Object[] arguments(Object... more) {
    List<Object> all = new ArrayList<>();
    all.addAll(List.of("report", "--out", out, "--ratings", folder.resolve("u.data")));
    all.addAll(List.of("--items", folder.resolve("u.item"), "--genres", folder.resolve("u.genre")));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  private static JsonNode data(Path report) throws IOException {
    Matcher data = DATA.matcher(Files.readString(report.resolve("report.html")));
    assertThat(data.find()).isTrue();
    return JSON.readTree(data.group(1));
  }

  @Test
  void theEightStepsAreSaidInOrderAndEveryFileIsWritten() throws IOException {
    Run run = Run.of(arguments("--dim", 6, "--epochs", 50, "--print-every", 20)).requireOk();
    assertThat(run.out().lines().filter(line -> line.matches("[1-8]/8 .*")))
        .extracting(line -> line.split(" +", -1)[1])
        .containsExactly(
            "describe", "split", "check", "loss", "train", "genres", "t-SNE", "sanity");
    assertThat(run.out()).contains("open " + out.resolve("report.html"));
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      PICTURES.stream().map(name -> name + ".png"),
                      Stream.of("report.html", "tsne.csv", "history.csv", "model"))
                  .toList());
    }
    for (String name : PICTURES) {
      BufferedImage picture = ImageIO.read(out.resolve(name + ".png").toFile());
      assertThat(picture.getWidth()).isEqualTo(1600);
      assertThat(bluePixels(picture)).as(name).isGreaterThan(500);
    }
  }

  /** Counts the pixels above the legend that are blue, which something of every plot is. */
  private static long bluePixels(BufferedImage picture) {
    int height = picture.getHeight() * 4 / 5;
    int[] pixels = picture.getRGB(0, 0, picture.getWidth(), height, null, 0, picture.getWidth());
    return Arrays.stream(pixels).filter(pixel -> (pixel & 0xFFFFFF) == 0x0072B2).count();
  }

  @Test
  void fiftyPointsAreDrawnOfAShortRunAndTenOrSoArePrinted() throws IOException {
    Run run = Run.of(arguments("--dim", 2, "--epochs", 249)).requireOk();
    List<Integer> epochs =
        data(out).path("history").valueStream().map(r -> r.path("epoch").asInt()).toList();
    assertThat(epochs).hasSizeBetween(50, 100).startsWith(0, 4, 8).endsWith(244, 248);
    List<String> printed =
        run.out().lines().filter(line -> line.matches(" *\\d+( +\\d\\S+){8,}.*")).toList();
    assertThat(printed).hasSizeBetween(8, 15);
    assertThat(printed.get(0)).startsWith("     0 ");
    assertThat(printed.get(printed.size() - 1)).startsWith("   248 ");
  }

  @Test
  void whoSaysHowOftenSeesEveryReportAndStoppingEarlyCountsThoseOfTrain() throws IOException {
    Run run = Run.of(arguments("--dim", 2, "--epochs", 60, "--print-every", 2)).requireOk();
    assertThat(run.out().lines().filter(line -> line.matches(" *\\d+( +\\d\\S+){8,}.*")))
        .hasSize(31);
    Run.of(arguments("--dim", 2, "--epochs", 250, "--early-stop", 9)).requireOk();
    assertThat(data(out).path("history").valueStream().map(r -> r.path("epoch").asInt()))
        .containsExactly(0, 200, 249);
  }

  @Test
  void theTotalOfEveryReportIsInThePage() throws IOException {
    Run.of(arguments("--dim", 2, "--epochs", 5)).requireOk();
    assertThat(data(out).path("history")).hasSize(5);
    for (JsonNode report : data(out).path("history")) {
      for (String part : List.of("train", "validation")) {
        JsonNode loss = report.path(part);
        assertThat(loss.path("total").asDouble(Double.NaN))
            .isEqualTo(
                loss.path("mse").asDouble()
                    + loss.path("l2").asDouble()
                    + loss.path("gravity").asDouble());
      }
    }
  }

  @Test
  void theCommandLineIsWrittenAsAShellReadsIt() throws IOException {
    String title = "it's \"one\" & two";
    Run.of(arguments("--dim", 2, "--epochs", 5, "--title", title)).requireOk();
    assertThat(data(out).path("title").asString()).isEqualTo(title);
    assertThat(data(out).path("command").asString())
        .startsWith("gravmf report --out ")
        .endsWith(" --dim 2 --epochs 5 --title 'it'\\''s \"one\" & two'");
  }

  @Test
  void aModelsReportListsNoSettingsThatItWasNotTrainedWith() throws IOException {
    Path model = folder.resolve("model");
    SmallData.train(
            folder.resolve("u.data"), model, "--lr", 0.05, "--items", folder.resolve("u.item"))
        .requireOk();
    Run.of("report", "--model", model, "--ratings", folder.resolve("u.data"), "--out", out)
        .requireOk();
    assertThat(data(out).path("map").path("movies").get(0).path("title").asString())
        .as("the model's own")
        .doesNotStartWith("item ");
    JsonNode facts = data(out).path("facts");
    assertThat(facts.findValuesAsString("name"))
        .contains("--model", "lr")
        .doesNotContain("--epochs");
    assertThat(facts.findValuesAsString("value")).contains("0.05");
  }

  @Test
  void tensorBoardGetsEventsAndTheFactorsWithTitlesAndGenres() throws IOException {
    Path board = folder.resolve("board");
    Run.of(arguments("--dim", 3, "--epochs", 5, "--tensorboard", board)).requireOk();
    assertThat(board.resolve("projector_config.pbtxt")).exists();
    List<String> labels = Files.readAllLines(board.resolve("items-labels.tsv"));
    assertThat(labels).hasSize(91).first().isEqualTo("title\tgenre\tid\tratings\tmean rating");
    assertThat(Files.readAllLines(board.resolve("items.tsv")))
        .hasSize(90)
        .allMatch(line -> line.split("\t", -1).length == 3);
    assertThat(Files.readAllLines(board.resolve("users-labels.tsv")).get(0))
        .isEqualTo("id\tratings\tmean rating");
    try (Stream<Path> files = Files.list(board)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("events.out.tfevents."));
    }
  }

  @Test
  void modelAndHistoryAreThoseOfTrain() throws IOException {
    Object[] options = {"--dim", 6, "--epochs", 50, "--print-every", 20, "--seed", 3};
    Run.of(arguments(options)).requireOk();
    Path model = folder.resolve("model");
    List<Object> train = new ArrayList<>(List.of("train", "--out", model));
    train.addAll(List.of("--ratings", folder.resolve("u.data")));
    train.addAll(List.of("--history", folder.resolve("history.csv")));
    train.addAll(Arrays.asList(options));
    Run.of(train.toArray()).requireOk();
    assertThat(out.resolve("model/model.safetensors"))
        .hasSameBinaryContentAs(model.resolve("model.safetensors"));
    assertThat(out.resolve("history.csv")).hasSameBinaryContentAs(folder.resolve("history.csv"));

    // From the model alone: the same map, and nothing is trained.
    byte[] places = Files.readAllBytes(out.resolve("tsne.csv"));
    out = folder.resolve("again");
    Run again = Run.of(arguments("--model", model, "--seed", 3)).requireOk();
    assertThat(again.out()).contains("5/8 train     not trained here: " + model + ", of 50 epochs");
    assertThat(out.resolve("tsne.csv")).hasBinaryContent(places);
    assertThat(out.resolve("history.csv")).doesNotExist();
  }

  @Test
  void thePagesFiguresAreThoseOfTheOtherCommands() throws IOException {
    Run.of(arguments("--dim", 6, "--epochs", 20)).requireOk();
    JsonNode data = data(out);
    JsonNode tables =
        JSON.readTree(Run.of("describe", "--ratings", folder.resolve("u.data"), "--json").out())
            .path("tables");
    List<String> names =
        List.of("ratings_per_user", "ratings_per_item", "user_means", "item_means");
    for (int k = 0; k < names.size(); k++) {
      JsonNode summary = data.path("distributions").get(k).path("summary");
      JsonNode expected = tables.path(names.get(k));
      for (String figure : List.of("count", "mean", "std", "min", "median", "max")) {
        assertThat(summary.path(figure).asDouble())
            .as(names.get(k) + " " + figure)
            .isEqualTo(expected.path(figure).asDouble());
      }
    }
    JsonNode counts =
        JSON.readTree(
                Run.of("genres", "--items", folder.resolve("u.item"), "--json").requireOk().out())
            .path("genres");
    assertThat(data.path("genres").path("counts").valueStream().map(g -> g.path("count").asInt()))
        .containsExactlyElementsOf(
            counts.valueStream().map(genre -> genre.path("count").asInt()).toList());
    JsonNode movie = data.path("map").path("movies").get(0);
    String similar =
        Run.of(
                "similar",
                "--model",
                out.resolve("model"),
                "--item",
                movie.path("id").asString(),
                "--items",
                folder.resolve("u.item"),
                "--json")
            .requireOk()
            .out();
    for (JsonNode other : movie.path("similar").valueStream().toList()) {
      assertThat(similar)
          .contains(data.path("map").path("movies").get(other.asInt()).path("title").asString());
    }
  }

  @Test
  void genresToShowAreFoundByIndexOrNameAndFewerMoviesCanBePlaced() throws IOException {
    Run.of(arguments("--dim", 2, "--epochs", 5, "--genres-shown", "5,drama", "--movies", 20))
        .requireOk();
    assertThat(data(out).path("map").path("genres").valueStream())
        .filteredOn(genre -> genre.path("shown").asBoolean())
        .extracting(genre -> genre.path("name").asString())
        .containsExactly("Comedy", "Drama");
    assertThat(Files.readAllLines(out.resolve("tsne.csv"))).hasSize(21);
    assertThat(data(out).path("map").path("note").asString())
        .contains("the 20 most rated of 90 movies");
    assertThat(Files.readAllLines(out.resolve("tsne.csv")).get(0))
        .isEqualTo("item,title,genre,ratings,mean_rating,x,y,z,x_2d,y_2d");
  }

  @Test
  void withoutItemsThereAreIdsAndNoGenres() throws IOException {
    Run.of(
            "report",
            "--out",
            out,
            "--ratings",
            folder.resolve("u.data"),
            "--dim",
            2,
            "--epochs",
            5,
            "--split",
            1,
            "--quiet")
        .requireOk();
    JsonNode data = data(out);
    assertThat(data.path("genres").isNull()).isTrue();
    assertThat(data.path("map").path("movies").get(0).path("title").asString()).startsWith("item ");
    assertThat(data.path("predictions").path("parts")).hasSize(1);
    assertThat(data.path("facts").findValuesAsString("value"))
        .contains("no ratings held out", "5 epochs, no ratings held out");
    assertThat(out.resolve("genres.png")).doesNotExist();
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeTraining() throws IOException {
    Run.of(arguments("--genres-shown", "Comedie")).requireRefused("found 'Comedie', expected ");
    Run.of(arguments("--movies", 4)).requireRefused("--movies is 4, expected 5 or more");
    Run.of(arguments("--model", folder, "--epochs", 5))
        .requireRefused("--epochs and --model exclude each other");
    Run.of(arguments("--model", folder, "--split", 0.9))
        .requireRefused("--split and --model exclude each other");
    Run.of("report", "--out", out, "--items", folder.resolve("u.item"))
        .requireRefused("--items needs --ratings");
    Path file = Files.createFile(folder.resolve("file"));
    Run.of("report", "--out", file).requireRefused("--out: " + file + " is not a directory");
    assertThat(out).doesNotExist();
  }

  @Test
  void genreCountsOfTheRealDataAreTheNotebooks() throws IOException {
    Path data = GoldenCliTest.shared("data/ml-100k");
    Run.of(
            "report",
            "--out",
            out,
            "--ratings",
            data.resolve("u.data"),
            "--items",
            data.resolve("u.item"),
            "--genres",
            data.resolve("u.genre"),
            "--dim",
            8,
            "--epochs",
            30)
        .requireOk();
    JsonNode page = data(out);
    assertThat(page.path("genres").path("counts").valueStream().map(g -> g.path("count").asInt()))
        .containsExactly(
            2, 123, 39, 31, 26, 235, 17, 46, 695, 22, 3, 43, 12, 13, 119, 23, 201, 5, 27);
    assertThat(page.path("checks").valueStream().map(check -> check.path("passed").asBoolean()))
        .containsExactly(true, true);
  }
}
