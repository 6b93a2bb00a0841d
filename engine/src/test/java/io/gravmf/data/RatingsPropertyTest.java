package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RatingsPropertyTest {

  private static List<String> randomLines(int count, Random random) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      lines.add(
          (1 + random.nextInt(50) * 3)
              + ","
              + (1 + random.nextInt(80))
              + ","
              + (1 + random.nextInt(10)) / 2.0
              + ","
              + random.nextInt(1_000_000));
    }
    return lines;
  }

  private static Ratings read(List<String> lines) throws IOException {
    Path file = Files.createTempFile("ratings", ".csv");
    try {
      Files.write(file, lines);
      return RatingsReader.read(file, ReadOptions.DEFAULT.withTimestamps(true)).ratings();
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> lines(Ratings ratings) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < ratings.size(); k++) {
      lines.add(
          ratings.userIds().id(ratings.users()[k])
              + ","
              + ratings.itemIds().id(ratings.items()[k])
              + ","
              + ratings.values()[k]
              + ","
              + ratings.timestamps().orElseThrow()[k]);
    }
    return lines;
  }

  @Property(tries = 40)
  void writingAndReadingIsTheIdentityInAnyOrder(
      @ForAll @IntRange(min = 1, max = 300) int count, @ForAll Random random) throws IOException {
    List<String> written = randomLines(count, random);
    Ratings ratings = read(written);
    assertThat(lines(ratings)).isEqualTo(written);
    List<String> shuffled = new ArrayList<>(written);
    Collections.shuffle(shuffled, random);
    Ratings other = read(shuffled);
    assertThat(lines(other)).isEqualTo(shuffled);
    assertThat(other.userCount()).isEqualTo(ratings.userCount());
    for (int user = 0; user < ratings.userCount(); user++) {
      assertThat(other.userIds().id(user)).isEqualTo(ratings.userIds().id(user));
    }
  }

  @Property(tries = 40)
  void groupingKeepsEveryRatingInRowAndColumnOrder(
      @ForAll @IntRange(min = 1, max = 300) int count, @ForAll Random random) throws IOException {
    Ratings ratings = read(randomLines(count, random));
    CompressedRows byItem = CompressedRows.byItem(ratings);
    boolean[] seen = new boolean[count];
    for (int item = 0; item < byItem.rowCount(); item++) {
      for (int entry = byItem.offsets()[item]; entry < byItem.offsets()[item + 1]; entry++) {
        int position = byItem.positions()[entry];
        assertThat(seen[position]).isFalse();
        seen[position] = true;
        assertThat(ratings.items()[position]).isEqualTo(item);
        assertThat(ratings.users()[position]).isEqualTo(byItem.columns()[entry]);
        if (entry > byItem.offsets()[item]) {
          assertThat(byItem.columns()[entry]).isGreaterThanOrEqualTo(byItem.columns()[entry - 1]);
        }
      }
    }
    assertThat(byItem.offsets()[byItem.rowCount()]).isEqualTo(count);
  }

  @Property(tries = 40)
  void aSplitDividesWithoutLossAndBySeedAlone(
      @ForAll @IntRange(min = 2, max = 300) int count,
      @ForAll @DoubleRange(min = 0.4, max = 1) double fraction,
      @ForAll long seed,
      @ForAll Random random)
      throws IOException {
    Ratings ratings = read(randomLines(count, random));
    Split split = Splits.random(ratings, fraction, seed);
    assertThat(split.train().size()).isEqualTo((int) Math.rint(fraction * count));
    List<String> both = lines(split.train());
    both.addAll(lines(split.validation()));
    assertThat(both).containsExactlyInAnyOrderElementsOf(lines(ratings));
    assertThat(lines(Splits.random(ratings, fraction, seed).train()))
        .isEqualTo(lines(split.train()));
    Split byTime = Splits.byTime(ratings, fraction);
    long newest = Long.MIN_VALUE;
    for (long time : byTime.train().timestamps().orElseThrow()) {
      newest = Math.max(newest, time);
    }
    for (long time : byTime.validation().timestamps().orElseThrow()) {
      assertThat(time).isGreaterThanOrEqualTo(newest);
    }
  }
}
