package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gravmf.cli.Run;
import io.gravmf.cli.SmallData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CrossvalidateCommandTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static Path ratings;

  @BeforeAll
  static void generate() {
    SmallData.generate(folder);
    ratings = folder.resolve("u.data");
  }

  private static Run crossvalidate(Object... more) {
    return Run.of(
        List.of("crossvalidate", "--ratings", ratings, "--dim", 3, "--optimizer", "als"), more);
  }

  private static JsonNode json(Object... more) {
    return JSON.readTree(crossvalidate(more).requireOk().out());
  }

  @Test
  void jsonHasEachFigureByItsName() {
    JsonNode found = json("--folds", 4, "--rank", "5,10", "--sweeps", 2, "--json");
    JsonNode rmse = found.path("rmse");
    assertThat(rmse.path("folds")).hasSize(4);
    double sum = 0;
    for (JsonNode fold : rmse.path("folds")) {
      sum += fold.asDouble();
    }
    assertThat(rmse.path("mean").asDouble()).isCloseTo(sum / 4, within(1e-12));
    assertThat(rmse.path("se").asDouble()).isPositive();
    assertThat(found.path("mae").path("folds")).hasSize(4);
    for (String name : List.of("ndcg", "recall", "recall_of_all", "precision", "map", "mrr")) {
      assertThat(found.path(name + "@5").path("mean").asDouble()).as(name).isBetween(0.0, 1.0);
      assertThat(found.path(name + "@10").path("se_users").asDouble()).as(name).isPositive();
    }
    assertThat(found.path("baselines").path("popularity").path("ndcg@10").has("mean")).isTrue();
    assertThat(found.path("baselines").path("global mean").path("rmse").has("se")).isTrue();
  }

  @Test
  void threadsChangeNoFigure() {
    JsonNode one = json("--rank", 10, "--sweeps", 2, "--json", "--threads", 1);
    JsonNode seven = json("--rank", 10, "--sweeps", 2, "--json", "--threads", 7);
    for (String name : List.of("rmse", "mae", "ndcg@10", "coverage@10", "baselines")) {
      assertThat(seven.path(name)).as(name).isEqualTo(one.path(name));
    }
  }

  @Test
  void peopleReadWhatEachFigureMeans() {
    assertThat(crossvalidate("--folds", 2, "--rank", 10).requireOk().out())
        .contains("2 random folds by seed 1")
        .containsPattern("fold 2 of 2: 750 train, 750 test; rmse [0-9.]+, mae ")
        .contains("recall@10 (hits / min(10, relevant))")
        .contains("ndcg@10 (gain 1, discount log2(rank + 1), ideal min(10, relevant) first)")
        .contains("baseline: user and item means")
        .containsPattern("lists of [0-9]+ users");
  }

  @Test
  void presetsAreOverriddenByOptions() {
    String out = crossvalidate("--preset", "ranking", "--sweeps", 2).requireOk().out();
    assertThat(out).contains("ndcg@10").contains("no RMSE: a model of implicit feedback");
    crossvalidate("--preset", "fast", "--no-biases", "--sweeps", 1).requireOk();
  }

  @Test
  void foldsMayBeGiven() throws IOException {
    List<String> lines = Files.readAllLines(ratings);
    for (int fold = 1; fold <= 2; fold++) {
      Files.write(folder.resolve("g" + fold + ".base"), lines.subList(fold * 100, 1000));
      Files.write(folder.resolve("g" + fold + ".test"), lines.subList(1000, 1200));
    }
    String pattern = folder.resolve("g%.base") + "," + folder.resolve("g%.test");
    Run run = Run.of("crossvalidate", "--fold", pattern, "--optimizer", "als", "--dim", 2);
    assertThat(run.requireOk().out())
        .contains("2 given folds")
        .contains("fold 1 of 2: 900 train, 200 test")
        .contains("fold 2 of 2: 800 train, 200 test");
    Run.of("crossvalidate", "--fold", "no%.base,no%.test").requireRefused("there is no no1.base");
    Run.of("crossvalidate", "--fold", "one").requireRefused("expected two files, TRAIN,TEST");
  }

  /** Files named and laid out as MovieLens-100K's u1 to u5, each rating in one test file. */
  @ParameterizedTest
  @ValueSource(strings = {"fast", "accurate", "ranking"})
  void foldsAsMovieLensHasThemAreAllTaken(String preset) throws IOException {
    List<String> lines = Files.readAllLines(ratings);
    Path own = Files.createDirectories(folder.resolve("ml-100k-" + preset));
    for (int fold = 1; fold <= 5; fold++) {
      List<String> base = new ArrayList<>(lines);
      List<String> test = lines.subList((fold - 1) * 300, fold * 300);
      base.subList((fold - 1) * 300, fold * 300).clear();
      Files.write(own.resolve("u" + fold + ".base"), base);
      Files.write(own.resolve("u" + fold + ".test"), test);
    }
    Run run =
        Run.of(
            "crossvalidate",
            "--fold",
            own.resolve("u%.base") + "," + own.resolve("u%.test"),
            "--preset",
            preset,
            "--dim",
            2,
            "--sweeps",
            6,
            "--rank",
            5,
            "--json");
    JsonNode found = JSON.readTree(run.requireOk().out());
    assertThat(found.path("ndcg@5").path("folds")).hasSize(5);
    assertThat(found.has("rmse")).isEqualTo(!preset.equals("ranking"));
    assertThat(run.err()).contains("5 given folds").contains("fold 5 of 5: 1200 train, 300 test");
  }

  @Test
  void whatIsWrongWithListsIsSaidBeforeRatingsAreRead() {
    Run.of("crossvalidate", "--ratings", folder.resolve("none"), "--rank", 0)
        .requireRefused("--rank is 0, expected 1 or more");
  }

  @Test
  void factorsThatCannotBeAreRefusedAsInTraining() {
    Run.of("crossvalidate", "--ratings", ratings, "--dim", 2_000_000_000, "--optimizer", "als")
        .requireRefused("training needs ");
  }

  @Test
  void oneUserIsNoPlural() {
    assertThat(crossvalidate("--held-out-users", 1, "--sweeps", 1).requireOk().out())
        .contains("1 user held out by seed 1,");
  }

  @Test
  void usersAndLastRatingsMayBeHeldOut() {
    assertThat(crossvalidate("--held-out-users", 10, "--repeat", 2, "--rank", 20).requireOk().out())
        .contains("10 users held out by seed 1 to 2, folded in from 80 % of their ratings");
    assertThat(crossvalidate("--held-out-users", "all", "--folds", 3).requireOk().out())
        .contains("fold 3 of 3");
    assertThat(crossvalidate("--leave-last-out").requireOk().out())
        .contains("60 test; rmse")
        .contains("each user's last rating held out");
    assertThat(crossvalidate("--min-rating", 4, "--min-user-ratings", 5).requireOk().out())
        .contains("5 random folds");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--folds 1|--folds is 1, expected 2 to 1500, the number of ratings",
        "--rank 0|--rank is 0, expected 1 or more",
        "--rank 5 --relevant NaN|--relevant is NaN, expected a finite number",
        "--relevant 4|--relevant needs --rank",
        "--min-rating NaN|--min-rating is NaN, expected a finite number",
        "--early-stop 3|--early-stop would choose by the ratings that are tested on",
        "--leave-last-out --folds 3|--folds is for random folds",
        "--leave-last-out --held-out-users 3|exclude each other",
        "--held-out-users some|--held-out-users is 'some', expected a number of users or all",
        "--held-out-users 60|held-out users are 60, expected 1 to 59",
        "--min-rating 6|leave no ratings",
        "--preset best|found 'best', expected notebook, accurate, fast, ranking",
        "--preset ranking --lambda-g 1|--preset ranking and --lambda-g exclude each other",
      })
  void whatCannotBeIsRefused(String options, String message) {
    crossvalidate((Object[]) options.split(" ")).requireRefused(message);
  }
}
