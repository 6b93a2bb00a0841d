package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsReaderTest {

  @TempDir Path folder;

  /**
   * The reference is the last place of NumPy's stable argsort of each movie's flags. The notebook's
   * own argsort is unstable, so that ties of the 849 movies of several genres fall differently: 2
   * 123 39 31 26 235 17 46 695 22 3 43 12 13 119 23 201 5 27.
   */
  @Test
  void movieLens100kHasTheKnownGenreCounts() {
    Path data = SharedData.require("data/ml-100k");
    Genres genres = ItemsReader.readGenres(data.resolve("u.genre"));
    assertThat(genres).isEqualTo(Genres.ML_100K);
    Items items = ItemsReader.read(data.resolve("u.item"), genres, new DenseIds(1682));
    assertThat(items.representativeCounts())
        .containsExactly(
            2, 32, 19, 2, 36, 250, 30, 46, 505, 15, 6, 64, 41, 24, 206, 61, 246, 70, 27);
    assertThat(items.rowsWithoutGenre()).isEmpty();
    assertThat(items.rowsWithSeveralGenres()).isEqualTo(849);
    assertThat(items.title(0)).isEqualTo("Toy Story (1995)");
    assertThat(items.title(542)).isEqualTo("Mis\u00e9rables, Les (1995)");
  }

  @Test
  void namedGenresAreReadFromBothLayouts() throws IOException {
    Path dat = folder.resolve("movies.dat");
    Files.write(
        dat,
        "1::Toy Story (1995)::Animation|Comedy\n3::Caf\u00e9 (1990)::Drama\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    Items items = ItemsReader.read(dat, Genres.ML_100K, new DenseIds(3));
    assertThat(items.representativeGenre(0)).isEqualTo(5);
    assertThat(items.genreCount(0)).isEqualTo(2);
    assertThat(items.title(1)).isNull();
    assertThat(items.title(2)).isEqualTo("Caf\u00e9 (1990)");
    assertThat(items.rowsWithoutGenre()).containsExactly(1);

    Path csv = folder.resolve("movies.csv");
    Files.writeString(
        csv,
        "movieId,title,genres\n1,\"American President, The (1995)\",Comedy|IMAX\n"
            + "2,Caf\u00e9,(no genres listed)\n");
    items = ItemsReader.read(csv, Genres.ML_100K, new DenseIds(2));
    assertThat(items.title(0)).isEqualTo("American President, The (1995)");
    assertThat(items.genres().names()).endsWith("Western", "IMAX");
    assertThat(items.representativeGenre(0)).isEqualTo(19);
    assertThat(items.representativeGenre(1)).isEqualTo(-1);
  }

  @Test
  void badFilesAreNamed() throws IOException {
    Path file = Files.write(folder.resolve("u.genre"), List.of("Action|0", "Drama"));
    assertThatThrownBy(() -> ItemsReader.readGenres(file))
        .hasMessage(file + ":2: found 'Drama', expected name|index with an index from 0 to 63");
    Files.write(file, List.of("Action|0", "Drama|2"));
    assertThatThrownBy(() -> ItemsReader.readGenres(file)).hasMessageContaining("with index 1");
    Files.write(file, List.of("1|Heat|||x|0|1|2"));
    assertThatThrownBy(
            () -> ItemsReader.read(file, new Genres(List.of("a", "b", "c")), new DenseIds(1)))
        .hasMessage(file + ":1: found '2', expected 0 or 1 in column 8");
  }

  @Test
  void anItemListedTwiceIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("movies.csv"), List.of("1,Heat,Crime", "1,Heat,Drama"));
    assertThatThrownBy(() -> ItemsReader.read(file, Genres.ML_100K, new DenseIds(1)))
        .hasMessage(file + ":2: found '1,Heat,Drama', expected an item that no earlier line has");
  }

  @Test
  void quotesMeanNothingOutsideCsv() throws IOException {
    Path file = Files.write(folder.resolve("movies.dat"), List.of("1::\"M\" for::Crime"));
    assertThat(ItemsReader.read(file, Genres.ML_100K, new DenseIds(1)).title(0))
        .isEqualTo("\"M\" for");
  }

  @Test
  void itemsThatNobodyRatedAreLeftOutUnlessTheyAreAll() throws IOException {
    Path file =
        Files.write(folder.resolve("movies.csv"), List.of("9,Heat,Crime", "4,Alien,Horror"));
    Items items = ItemsReader.read(file, Genres.ML_100K, new IntegerIds(new long[] {4, 8}));
    assertThat(items.title(0)).isEqualTo("Alien");
    assertThat(items.rowsWithoutGenre()).containsExactly(1);
    assertThatThrownBy(() -> ItemsReader.read(file, Genres.ML_100K, new DenseIds(2)))
        .hasMessage(file + ": none of its items has a rating");
  }
}
