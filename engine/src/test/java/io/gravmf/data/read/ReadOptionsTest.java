package io.gravmf.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOptionsTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("ratings");
  }

  private Ratings read(String text, ReadOptions.Builder options) throws IOException {
    return RatingsReader.read(Files.writeString(file, text), options.build()).ratings();
  }

  @Test
  void theDefaultRecognisesEverything() {
    assertThat(ReadOptions.builder().build()).isEqualTo(ReadOptions.DEFAULT);
    assertThat(ReadOptions.DEFAULT.format()).isEqualTo(RatingsFormat.AUTO);
    assertThat(ReadOptions.DEFAULT.skipBadLines()).isFalse();
  }

  @Test
  void columnsAndDelimiterCanBeNamed() throws IOException {
    Ratings ratings =
        read(
            "when~who~what~stars~why\n7~ann~heat~4.5~x\n9~bob~alien~0.5~y\n",
            ReadOptions.builder()
                .format(RatingsFormat.CSV)
                .columns("who", "what", "stars", "when")
                .delimiter('~')
                .keepTimestamps(true));
    assertThat(ratings.userIds().id(0)).isEqualTo("ann");
    assertThat(ratings.itemIds().row("heat")).isEqualTo(1);
    assertThat(ratings.values()).containsExactly(4.5f, 0.5f);
    assertThat(ratings.timestamps().orElseThrow()).containsExactly(7, 9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7~ann~heat~4.5\n", "when~who~what~stars\n7~ann~heat~4.5\n"})
  void columnsCanBeNumberedWithAndWithoutAHeader(String text) throws IOException {
    ReadOptions.Builder options = ReadOptions.builder().columns("2", "3", "4").delimiter('~');
    Ratings ratings = read(text, options);
    assertThat(ratings.values()).containsExactly(4.5f);
    assertThat(ratings.itemIds().id(0)).isEqualTo("heat");
    assertThat(ratings.timestamps()).isEmpty();
  }

  @Test
  void aFixedFormatOverridesWhatTheFileLooksLike() throws IOException {
    ReadOptions.Builder ml1m = ReadOptions.builder().format(RatingsFormat.ML_1M);
    Ratings ratings = read("a,b,c::x\ty::4::5\n", ml1m);
    assertThat(ratings.userIds().id(0)).isEqualTo("a,b,c");
    assertThat(ratings.itemIds().id(0)).isEqualTo("x\ty");
    assertThatThrownBy(() -> read("1,2,3\n", ml1m))
        .hasMessage(
            file
                + ":1: found 1 column in '1,2,3', expected 3 (--skip-bad-lines leaves such lines out)");
    ReadOptions.Builder ml100k = ReadOptions.builder().format(RatingsFormat.ML_100K);
    assertThat(read("a\t\"b\t3\t5\n", ml100k).itemIds().id(0)).isEqualTo("\"b");
  }

  @Test
  void aMissingColumnIsNamed() {
    ReadOptions.Builder options = ReadOptions.builder().columns("user", "film", "rating");
    assertThatThrownBy(() -> read("user,item,rating\n1,2,3\n", options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            file
                + ":1: no column 'film', expected one of user, item, rating or a number from 1 to"
                + " 3");
    assertThatThrownBy(() -> read("1,2,3\n", ReadOptions.builder().columns("1", "2", "4")))
        .hasMessage(file + ":1: no column '4', expected a number from 1 to 3");
  }

  @ParameterizedTest
  @CsvSource({"a,b", "a,b,c,d,e", "a,b,a"})
  void columnsAreThreeOrFourDifferentOnes(ArgumentsAccessor columns) {
    String[] names = columns.toList().toArray(String[]::new);
    assertThatThrownBy(() -> ReadOptions.builder().columns(names).build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("columns: found " + String.join(",", names) + ", expected ");
  }

  @ParameterizedTest
  @ValueSource(chars = {'"', '\n', '\r', '\0', 'a', '7', '.', '-', '\u00e9'})
  void whatCannotDelimitIsRefused(char delimiter) {
    assertThatThrownBy(() -> ReadOptions.builder().delimiter(delimiter).build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("delimiter: found ");
  }

  @Test
  void aFixedFormatTakesNeitherColumnsNorDelimiter() {
    ReadOptions.Builder options = ReadOptions.builder().format(RatingsFormat.ML_1M);
    assertThatThrownBy(() -> options.delimiter(',').build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("format: found ML_1M with a delimiter");
  }
}
