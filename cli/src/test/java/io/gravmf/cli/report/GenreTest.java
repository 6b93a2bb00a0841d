package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GenreTest {

  private static final List<Genre.Count> COUNTS =
      IntStream.range(0, 42).mapToObj(k -> new Genre.Count(k, "genre " + k, 42 - k)).toList();

  @Test
  void noTwoOfFortyTwoGenresLookAlike() {
    List<Genre> genres = Genre.styled(COUNTS, List.of(5, 8));
    assertThat(genres).extracting(genre -> genre.color() + genre.symbol()).doesNotHaveDuplicates();
    assertThat(genres).extracting(Genre::index).isSorted();
  }

  @Test
  void thoseShownDifferInColourAndMarker() {
    List<Genre> genres =
        Genre.styled(COUNTS, List.of(0, 6, 12, 18)).stream().filter(Genre::shown).toList();
    assertThat(genres).hasSize(4);
    assertThat(genres).extracting(Genre::color).doesNotHaveDuplicates();
    assertThat(genres).extracting(Genre::symbol).doesNotHaveDuplicates();
  }
}
