package io.gravmf.data.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.SharedData;
import io.gravmf.data.DenseIds;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.text.TextOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsReaderTest {

  @TempDir Path folder;

  private static Items read(Path file, Genres genres, IdMap ids) {
    return ItemsReader.read(file, ItemReadOptions.of(genres), ids).items();
  }

  @Test
  void movieLens100kIsReadWithItsGenres() {
    Path data = SharedData.require("data/ml-100k");
    Genres genres = ItemsReader.readGenres(data.resolve("u.genre"), TextOptions.DEFAULT);
    assertThat(genres).isEqualTo(Genres.ML_100K);
    IdMap ids = ItemsReader.readIds(data.resolve("u.item"), ItemReadOptions.of(genres));
    assertThat(ids).isEqualTo(new DenseIds(1682));
    Items items = read(data.resolve("u.item"), genres, ids);
    assertThat(items.title(0)).isEqualTo("Toy Story (1995)");
    assertThat(items.title(542)).isEqualTo("Mis\u00e9rables, Les (1995)");
    assertThat(items.genreCount(0)).isEqualTo(3);
    assertThat(items.has(0, 3)).isTrue();
  }

  @Test
  void namedGenresAreReadFromBothLayouts() throws IOException {
    Path dat = folder.resolve("movies.dat");
    Files.write(
        dat,
        "1::Toy Story (1995)::Animation|Comedy\n3::Caf\u00e9 (1990)::Drama\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    Items items = read(dat, Genres.ML_100K, new DenseIds(3));
    assertThat(items.has(0, 5)).isTrue();
    assertThat(items.genreCount(0)).isEqualTo(2);
    assertThat(items.title(1)).isNull();
    assertThat(items.title(2)).isEqualTo("Caf\u00e9 (1990)");
    assertThat(items.genreCount(1)).isZero();

    Path csv = folder.resolve("movies.csv");
    Files.writeString(
        csv,
        "movieId,title,genres\n1,\"American President, The (1995)\",Comedy|IMAX\n"
            + "2,Caf\u00e9,(no genres listed)\n");
    items = read(csv, Genres.ML_100K, new DenseIds(2));
    assertThat(items.title(0)).isEqualTo("American President, The (1995)");
    assertThat(items.genres().names()).endsWith("Western", "IMAX");
    assertThat(items.has(0, 19)).isTrue();
    assertThat(items.genreCount(1)).isZero();
  }

  @Test
  void badFilesAreNamed() throws IOException {
    Path file = Files.write(folder.resolve("u.genre"), List.of("Action|0", "Drama"));
    assertThatThrownBy(() -> ItemsReader.readGenres(file, TextOptions.DEFAULT))
        .hasMessage(file + ":2: found 'Drama', expected name|index with an index from 0 to 9999");
    Files.write(file, List.of("Action|0", "Drama|2"));
    assertThatThrownBy(() -> ItemsReader.readGenres(file, TextOptions.DEFAULT))
        .hasMessageContaining("with index 1");
    Files.write(file, List.of("2|Alien|||x|0|1|0", "1|Heat|||x|0|1|2"));
    assertThatThrownBy(() -> read(file, new Genres(List.of("a", "b", "c")), new DenseIds(1)))
        .hasMessage(
            file
                + ":2: found '2', expected 0 or 1 in column 8 (--items-skip-bad-lines leaves such"
                + " lines out)");
  }

  @Test
  void anItemListedTwiceIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("movies.csv"), List.of("1,Heat,Crime", "1,Heat,Drama"));
    assertThatThrownBy(() -> read(file, Genres.ML_100K, new DenseIds(1)))
        .hasMessage(
            file
                + ":2: found item '1', which line 1 has too, expected each item once"
                + " (--items-skip-bad-lines leaves such lines out)");
  }

  @Test
  void idsAreThoseOfEveryLine() throws IOException {
    Path file = Files.write(folder.resolve("m.csv"), List.of("9,Heat,Crime", "4,Alien,Horror"));
    IdMap numbers = ItemsReader.readIds(file, ItemReadOptions.DEFAULT);
    assertThat(List.of(numbers.id(0), numbers.id(1))).containsExactly("4", "9");
    Files.write(file, List.of("x9,Heat,Crime", "4,Alien,Horror"));
    IdMap texts = ItemsReader.readIds(file, ItemReadOptions.DEFAULT);
    assertThat(List.of(texts.id(0), texts.id(1))).containsExactly("4", "x9");
    Path empty = Files.writeString(folder.resolve("e.csv"), "movieId,title,genres\n");
    assertThatThrownBy(() -> ItemsReader.readIds(empty, ItemReadOptions.DEFAULT))
        .hasMessage(empty + ": found no items");
  }

  @Test
  void quotesMeanNothingOutsideCsv() throws IOException {
    Path file = Files.write(folder.resolve("movies.dat"), List.of("1::\"M\" for::Crime"));
    assertThat(read(file, Genres.ML_100K, new DenseIds(1)).title(0)).isEqualTo("\"M\" for");
  }

  @Test
  void itemsThatNobodyRatedAreLeftOutUnlessTheyAreAll() throws IOException {
    Path file =
        Files.write(folder.resolve("movies.csv"), List.of("9,Heat,Crime", "4,Alien,Horror"));
    Items items = read(file, Genres.ML_100K, new IntegerIds(new long[] {4, 8}));
    assertThat(items.title(0)).isEqualTo("Alien");
    assertThat(items.genreCount(1)).isZero();
    assertThatThrownBy(() -> read(file, Genres.ML_100K, new DenseIds(2)))
        .hasMessage(
            file
                + ": none of its items has a rating; its ids are such as '9', those of the ratings"
                + " such as '1' (--items-columns says which column has the ids)");
  }
}
