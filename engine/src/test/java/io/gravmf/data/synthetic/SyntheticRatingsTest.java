package io.gravmf.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.DenseIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.items.Genres;
import io.gravmf.data.items.ItemReadOptions;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.ItemsReader;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.text.TextOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticRatingsTest {

  @Property(tries = 60)
  void countsAreExactAndNoPairRepeats(
      @ForAll @IntRange(min = 1, max = 60) int users,
      @ForAll @IntRange(min = 1, max = 90) int items,
      @ForAll @DoubleRange(min = 0, max = 1) double density,
      @ForAll long seed) {
    long count = Math.round(users + density * ((long) users * items - users));
    SyntheticConfig config = new SyntheticConfig(users, items, count, seed);
    Ratings ratings = new SyntheticRatings(config).toRatings();
    assertThat(ratings.size()).isEqualTo((int) count);
    boolean[][] seen = new boolean[users][items];
    int[] perUser = new int[users];
    int[] perItem = new int[items];
    for (int k = 0; k < ratings.size(); k++) {
      int user = ratings.users()[k];
      int item = ratings.items()[k];
      assertThat(seen[user][item]).isFalse();
      seen[user][item] = true;
      perUser[user]++;
      perItem[item]++;
      assertThat(ratings.values()[k]).isIn(1f, 2f, 3f, 4f, 5f);
    }
    long floor = Math.min(20, Math.min(count / users, items));
    assertThat(Arrays.stream(perUser).min().orElseThrow()).isGreaterThanOrEqualTo((int) floor);
    assertThat(Arrays.stream(perItem).filter(n -> n > 0).count())
        .as("items rated at least once")
        .isEqualTo(Math.min(items, count));
    assertThat(new SyntheticRatings(config).toRatings().values()).isEqualTo(ratings.values());
  }

  @Test
  void numbersThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> new SyntheticConfig(10, 10, 9, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("found 9 ratings, expected 10 (one a user) to 100 (each pair once)");
    assertThatThrownBy(() -> new SyntheticConfig(10, 10, 101, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new SyntheticConfig(0, 10, 1, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new SyntheticConfig(1, 2_000_000_000, 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("found 1 users and 2000000000 items, expected at most 100000000 and 10000000");
  }

  /** Whoever changes the generator changes what everybody's runs without data give: say so here. */
  @Test
  void theEmbeddedSampleNeverDrifts() throws NoSuchAlgorithmException {
    Ratings ratings = EmbeddedSample.load().ratings();
    assertThat(ratings).hasToString("100000 ratings of 1682 items by 943 users");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer entry = ByteBuffer.allocate(20);
    long[] times = ratings.timestamps().orElseThrow();
    for (int k = 0; k < ratings.size(); k++) {
      entry.clear().putInt(ratings.users()[k]).putInt(ratings.items()[k]);
      entry.putFloat(ratings.values()[k]).putLong(times[k]).flip();
      digest.update(entry);
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("9d5a1f77335aaa3a3f905fc47359245babadfc0688cd9317a4e7e99ca5e62ebd");
  }

  /** MovieLens-100K's own: median 27, most 583 (of 943 users), mean 3.53, deviation 1.13. */
  @Test
  void theSampleResemblesMovieLens() {
    Ratings ratings = EmbeddedSample.load().ratings();
    int[] perItem = perItem(ratings);
    assertThat(perItem[0]).isEqualTo(1);
    assertThat(perItem[perItem.length / 2]).isBetween(15, 35);
    assertThat(perItem[perItem.length - 1]).isBetween(450, 700);
    assertResemblesMovieLens(ratings);
  }

  /** MovieLens-1M's own: median 123, most 3 428 (of 6 040 users), mean 3.58. */
  @Test
  void aMillionRatingsResembleMovieLens() {
    Ratings ratings =
        new SyntheticRatings(new SyntheticConfig(6040, 3706, 1_000_209, 3)).toRatings();
    int[] perItem = perItem(ratings);
    assertThat(perItem[perItem.length / 2]).isBetween(60, 180);
    assertThat(perItem[perItem.length - 1]).isBetween(2700, 4200);
    assertResemblesMovieLens(ratings);
  }

  /** A tenth of MovieLens-25M's users: in the whole, 81 491 of 162 541 rate the same film. */
  @Test
  void aLargeCatalogueHasHitsAndALongTail() {
    Ratings ratings =
        new SyntheticRatings(new SyntheticConfig(16_254, 59_047, 2_500_009, 3)).toRatings();
    int[] perItem = perItem(ratings);
    assertThat(perItem[0]).isEqualTo(1);
    assertThat(perItem[perItem.length / 2]).isBetween(1, 6);
    assertThat(perItem[perItem.length - 1]).isBetween(6500, 9800);
    assertResemblesMovieLens(ratings);
  }

  private static int[] perItem(Ratings ratings) {
    int[] perItem = new int[ratings.itemCount()];
    for (int item : ratings.items()) {
      perItem[item]++;
    }
    Arrays.sort(perItem);
    return perItem;
  }

  private static void assertResemblesMovieLens(Ratings ratings) {
    double mean = ratings.mean();
    double squares = 0;
    for (float value : ratings.values()) {
      squares += (value - mean) * (value - mean);
    }
    assertThat(mean).isBetween(3.4, 3.65);
    assertThat(Math.sqrt(squares / ratings.size())).isBetween(1.0, 1.2);
    int[] perUser = new int[ratings.userCount()];
    for (int user : ratings.users()) {
      perUser[user]++;
    }
    Arrays.sort(perUser);
    assertThat(perUser[0]).isBetween(20, 22);
    assertThat(perUser[perUser.length / 2]).isBetween(45, 90);
  }

  /** A split by time must not take one kind of items: those that each user is dealt, or low ids. */
  @Test
  void timeDoesNotTellWhichItems() {
    Ratings ratings = EmbeddedSample.load().ratings();
    long rising = 0;
    long pairs = 0;
    for (int k = 1; k < ratings.size(); k++) {
      if (ratings.users()[k] == ratings.users()[k - 1]) {
        pairs++;
        rising += ratings.items()[k] > ratings.items()[k - 1] ? 1 : 0;
      }
    }
    assertThat((double) rising / pairs).isBetween(0.49, 0.51);
  }

  @Test
  void noTitleIsUsedTwice() {
    Items items = new SyntheticRatings(new SyntheticConfig(100, 150_000, 150_000, 5)).items();
    Set<String> titles = new HashSet<>();
    for (int item = 0; item < items.size(); item++) {
      assertThat(titles.add(items.title(item))).as(items.title(item)).isTrue();
      assertThat(items.genreCount(item)).isBetween(1, 3);
    }
  }

  @Test
  void bothLayoutsReadBackAsWhatIsInMemory(@TempDir Path folder) throws IOException {
    SyntheticRatings generator = new SyntheticRatings(new SyntheticConfig(40, 70, 900, 8));
    Ratings expected = generator.toRatings();
    for (SyntheticFiles.Layout layout : SyntheticFiles.Layout.values()) {
      List<Path> files = SyntheticFiles.write(folder, generator, layout);
      ReadResult read =
          RatingsReader.read(files.get(files.size() - 1), ReadOptions.DEFAULT.withTimestamps(true));
      assertThat(read.ratings().users()).isEqualTo(expected.users());
      assertThat(read.ratings().items()).isEqualTo(expected.items());
      assertThat(read.ratings().values()).isEqualTo(expected.values());
      assertThat(read.ratings().timestamps().orElseThrow())
          .isEqualTo(expected.timestamps().orElseThrow());
      Genres genres =
          layout == SyntheticFiles.Layout.ML_100K
              ? ItemsReader.readGenres(folder.resolve("u.genre"), TextOptions.DEFAULT)
              : Genres.ML_100K;
      Path itemFile =
          folder.resolve(layout == SyntheticFiles.Layout.ML_100K ? "u.item" : "movies.csv");
      Items items =
          ItemsReader.read(itemFile, ItemReadOptions.of(genres), new DenseIds(70)).items();
      for (int item = 0; item < 70; item++) {
        assertThat(items.title(item)).isEqualTo(generator.items().title(item));
        for (int genre = 0; genre < Genres.ML_100K.size(); genre++) {
          assertThat(has(items, item, genre)).isEqualTo(generator.items().has(item, genre));
        }
      }
    }
  }

  /** By name: a layout that names genres numbers them in the order of their appearance. */
  private static boolean has(Items items, int item, int genre) {
    int index = items.genres().names().indexOf(Genres.ML_100K.names().get(genre));
    return index >= 0 && items.has(item, index);
  }
}
