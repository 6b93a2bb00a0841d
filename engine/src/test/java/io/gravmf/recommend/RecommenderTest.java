package io.gravmf.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gravmf.backend.BackendOptions;
import io.gravmf.backend.Backends;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.RatingsBuilder;
import io.gravmf.data.Splits;
import io.gravmf.model.Model;
import io.gravmf.train.StopReason;
import io.gravmf.train.Trainer;
import io.gravmf.train.TrainingConfig;
import io.gravmf.train.TrainingListener;
import io.gravmf.train.TrainingResult;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommenderTest {

  private static final int USERS = 20;
  private static final int ITEMS = 12;

  private static Ratings ratings() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        if ((user * 7 + item * 3) % 5 != 0) {
          builder.add("user " + user, Integer.toString(100 * item), 1 + (user + item) % 5);
        }
      }
    }
    return builder.build();
  }

  private static TrainingResult train() {
    return Trainer.train(
        Splits.random(ratings(), 0.8, 1),
        TrainingConfig.builder().dim(4).epochs(50).build(),
        Backends.choose("cpu-plain", new BackendOptions(1)).backend(),
        TrainingListener.NONE);
  }

  @AfterEach
  void forgetInterruptions() {
    Thread.interrupted();
  }

  @Test
  void ratingsFromMemoryHaveTheIdsThatWereGiven() {
    Ratings ratings = ratings();
    assertThat(ratings.userCount()).isEqualTo(USERS);
    assertThat(ratings.itemIds().id(2)).isEqualTo("200");
    int row = ratings.userIds().row("user 3");
    assertThat(IntStream.range(0, ratings.size()).filter(k -> ratings.users()[k] == row))
        .hasSize((int) IntStream.range(0, ITEMS).filter(i -> (21 + i * 3) % 5 != 0).count());
    Ratings mixed = new RatingsBuilder().add("1", "7", 2).add("01", "7", 3).build();
    assertThat(mixed.userIds().row("01")).isNotEqualTo(mixed.userIds().row("1")).isNotNegative();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> new RatingsBuilder().add("a", "b", Float.NaN))
        .withMessage("rating of item 'b' by user 'a': found NaN, expected a finite number");
  }

  @Test
  void theBestAllowedItemsComeFirstWithTheirRatings() {
    Model model = train().model();
    Recommender recommender = new Recommender(model);
    Set<String> allowed = Set.of("300", "100", "0", "900");
    List<Recommendation> found = recommender.recommend("user 4", 3, allowed::contains);
    int user = model.userIds().row("user 4");
    List<Recommendation> expected =
        allowed.stream()
            .map(id -> new Recommendation(id, model.predict(user, model.itemIds().row(id))))
            .sorted(Comparator.comparingDouble(Recommendation::rating).reversed())
            .limit(3)
            .toList();
    assertThat(found).isEqualTo(expected);
    assertThat(recommender.recommend("user 4", 50, any -> true)).hasSize(ITEMS);
    assertThat(recommender.predict("user 4", List.of("300", "0")))
        .containsExactly(recommender.predict("user 4", "300"), recommender.predict("user 4", "0"));
  }

  @Test
  void likeUsersAndItemsAreFoundByTheirAngle() {
    Model model = train().model();
    Recommender recommender = new Recommender(model);
    List<Likeness> users = recommender.similarUsers("user 4", USERS);
    assertThat(users).hasSize(USERS - 1).extracting(Likeness::id).doesNotContain("user 4");
    assertThat(users).isSortedAccordingTo(Comparator.comparingDouble(Likeness::cosine).reversed());
    int a = model.itemIds().row("100");
    int b = model.itemIds().row("600");
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int k = 0; k < model.dim(); k++) {
      dot += (double) model.itemFactors().get(a, k) * model.itemFactors().get(b, k);
      aa += Math.pow(model.itemFactors().get(a, k), 2);
      bb += Math.pow(model.itemFactors().get(b, k), 2);
    }
    double cosine =
        recommender.similarItems("100", ITEMS).stream()
            .filter(each -> each.id().equals("600"))
            .findFirst()
            .orElseThrow()
            .cosine();
    assertThat(Math.abs(cosine - dot / Math.sqrt(aa * bb))).isLessThan(1e-6);
  }

  @Test
  void idsThatTheModelDoesNotKnowAreNamed() {
    Recommender recommender = new Recommender(train().model());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> recommender.predict("nobody", "100"))
        .withMessage("found user 'nobody', expected one of the model's 20");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> recommender.similarItems("101", 3))
        .withMessage("found item '101', expected one of the model's 12");
  }

  /** One epoch is run, for a result that can be described. */
  @Test
  void anInterruptedThreadStopsTrainingAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    TrainingResult result = train();
    assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
    assertThat(result.state().epoch()).isEqualTo(1);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
