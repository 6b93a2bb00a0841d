package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import io.gravmf.data.Ratings;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.model.Model;
import io.gravmf.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecommendCommandTest {

  @TempDir static Path folder;
  private static Path ratings;
  private static Path items;
  private static Path model;

  @BeforeAll
  static void train() {
    ratings = folder.resolve("u.data");
    items = folder.resolve("u.item");
    model = folder.resolve("model");
    SmallData.generate(folder);
    SmallData.train(ratings, model).requireOk();
  }

  private static Run recommend(Object... more) {
    return Run.of(List.of("recommend", "--model", model), more);
  }

  private static Set<String> ratedPairs() {
    Ratings all = RatingsReader.read(ratings, ReadOptions.DEFAULT).ratings();
    Set<String> pairs = new HashSet<>();
    for (int k = 0; k < all.size(); k++) {
      pairs.add(all.userIds().id(all.users()[k]) + "," + all.itemIds().id(all.items()[k]));
    }
    return pairs;
  }

  /** Of every user the ten best, by the predictions of all pairs. */
  @Test
  void everyUserGetsTheBestOfWhatTheyHaveNotRated() throws IOException {
    Path csv = folder.resolve("all.csv");
    Run run = recommend("--users", "all", "--ratings", ratings, "--exclude-rated", "--out", csv);
    assertThat(run.requireOk().out()).startsWith("10 best items for each of 60 users, found and");
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(601).first().isEqualTo("user,rank,item,title,rating");
    Set<String> rated = ratedPairs();
    Model loaded = ModelFiles.load(model);
    for (int user = 0; user < 60; user++) {
      Set<Integer> listed = new HashSet<>();
      double before = Double.POSITIVE_INFINITY;
      for (int rank = 1; rank <= 10; rank++) {
        String[] fields = lines.get(10 * user + rank).split(",", -1);
        assertThat(fields[0]).isEqualTo(loaded.userIds().id(user));
        assertThat(fields[1]).isEqualTo(Integer.toString(rank));
        assertThat(rated).doesNotContain(fields[0] + "," + fields[2]);
        int item = loaded.itemIds().row(fields[2]);
        assertThat(Double.parseDouble(fields[4]))
            .isLessThanOrEqualTo(before)
            .isBetween(loaded.predict(user, item) - 1e-5, loaded.predict(user, item) + 1e-5);
        before = Double.parseDouble(fields[4]);
        listed.add(item);
      }
      assertThat(listed).hasSize(10);
      for (int item = 0; item < 90; item++) {
        String pair = loaded.userIds().id(user) + "," + loaded.itemIds().id(item);
        if (!listed.contains(item) && !rated.contains(pair)) {
          assertThat(loaded.predict(user, item)).isLessThan(before + 1e-5);
        }
      }
    }
  }

  @Test
  void threadsDoNotChangeAByteAndStandardOutputGetsTheSame() throws IOException {
    Path csv = folder.resolve("threads.csv");
    recommend("--users", "all", "--ratings", ratings, "--out", csv, "--threads", 1).requireOk();
    String one = Files.readString(csv);
    recommend("--users", "all", "--ratings", ratings, "--out", csv, "--threads", 5).requireOk();
    assertThat(csv).hasContent(one);
    assertThat(recommend("--users", "all", "--ratings", ratings).requireOk().out()).isEqualTo(one);
    assertThat(recommend("--users", "7,3", "--ratings", ratings, "-k", 1).requireOk().out().lines())
        .hasSize(3)
        .contains(one.lines().filter(line -> line.startsWith("7,1,")).findFirst().orElseThrow());
  }

  @Test
  void oneUserGetsATableOrJson() {
    Run table = recommend("--user", 7, "--ratings", ratings, "--items", items, "-k", 3);
    String title = table.requireOk().out().lines().skip(2).findFirst().orElseThrow();
    assertThat(title).matches(" +1 +[0-9.]+ +[0-9]+  [A-Z].*\\([0-9]{4}\\)");
    assertThat(table.err()).isEmpty();
    JsonNode json =
        new JsonMapper()
            .readTree(
                recommend("--user", 7, "--include-rated", "-k", 200, "--json").requireOk().out());
    assertThat(json.path("user").asString()).isEqualTo("7");
    assertThat(json.path("excluded").asInt()).isZero();
    assertThat(json.path("recommendations")).hasSize(90);
    assertThat(json.path("recommendations").get(0).path("title").isNull()).isTrue();
    assertThat(recommend("--user", 7).requireOk().err()).contains("are not left out");
  }

  @Test
  void newUsersAreFoldedIn() throws IOException {
    List<String> sevens =
        Files.readAllLines(ratings).stream().filter(line -> line.startsWith("7\t")).toList();
    Path one = folder.resolve("new.csv");
    Files.write(
        one,
        sevens.stream()
            .map(line -> line.split("\t", -1)[1] + "," + line.split("\t", -1)[2])
            .toList());
    String out = recommend("--ratings-of", one, "-k", 200).requireOk().out();
    assertThat(out).startsWith("user new, " + sevens.size() + " rated items left out:");
    assertThat(out.lines()).hasSize(2 + 90 - sevens.size());
    assertThat(
            recommend("--ratings-of", one, "-k", 200, "--include-rated").requireOk().out().lines())
        .hasSize(2 + 90);

    Path several = folder.resolve("several.csv");
    Files.write(several, List.of("ann,3,5", "ann,4,1", "bob,3,1", "eve,1000,3"));
    Run run = recommend("--ratings-of", several, "-k", 2).requireOk();
    assertThat(run.out().lines().map(line -> line.split(",", -1)[0]))
        .containsExactly("user", "ann", "ann", "bob", "bob");
    assertThat(run.err()).contains("1 ratings are of unknown", "1 users have rated no item");
  }

  @Test
  void theSamplesTitlesAndRatingsNeedNoFiles() {
    Path sample = folder.resolve("sample");
    Run.of("train", "--dim", 4, "--epochs", 20, "--out", sample).requireOk();
    Run run = Run.of("recommend", "--model", sample, "--user", 1, "-k", 1).requireOk();
    assertThat(run.out()).containsPattern("user 1, [1-9][0-9]* rated items left out");
    assertThat(run.out()).containsPattern(" +1 +[0-9.]+ +[0-9]+  [A-Z].*\\([0-9]{4}\\)");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void badInputIsRefused() throws IOException {
    recommend("--user", 61, "--ratings", ratings)
        .requireRefused("the model has no user '61'; the nearest of its 60: '1', '6', '11'");
    recommend("--users", "1,x").requireRefused("the model has no user 'x'; the nearest of");
    recommend().requireRefused("--user=ID");
    recommend("--user", 1, "--users", "all").requireRefused("exclusive");
    recommend("--user", 1, "--exclude-rated").requireRefused("--exclude-rated needs --ratings");
    recommend("--user", 1, "--exclude-rated", "--include-rated").requireRefused("exclusive");
    recommend("--user", 1, "--include-rated", "--ratings", ratings).requireRefused("excludes");
    recommend("--user", 1, "-k", 0).requireRefused("-k is 0, expected 1 or more");
    recommend("--users", "all", "--threads", 0).requireRefused("--threads is 0, expected 1");
    recommend("--users", "all", "--json", "--out", folder.resolve("o"))
        .requireRefused("--json and --out exclude each other");
    recommend("--ratings-of", ratings, "--ratings", ratings).requireRefused("excludes --ratings");
    Path none = folder.resolve("none");
    recommend("--ratings-of", none).requireRefused(none + ": no such file");
    Path unknown = Files.writeString(folder.resolve("unknown.csv"), "1000,5\n");
    recommend("--ratings-of", unknown).requireRefused("none of its 1 ratings is of a known item");
    recommend("--users", "all", "--include-rated", "--out", folder)
        .requireRefused(folder + " is a directory");
  }
}
