package io.gravmf.data.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.DenseIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.text.TextOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of items as other programs write them. */
class ForeignItemsTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("items");
  }

  private ItemsResult read(String text, ItemReadOptions how) throws IOException {
    return ItemsReader.read(Files.writeString(file, text), how, new DenseIds(2));
  }

  private ItemsResult read(String text) throws IOException {
    return read(text, ItemReadOptions.of(new Genres(List.of("Drama"))));
  }

  private static List<String> genres(Items items, int row) {
    return IntStream.range(0, items.genres().size())
        .filter(genre -> items.has(row, genre))
        .mapToObj(genre -> items.genres().names().get(genre))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "movieId,title,genres\n1,\"Heat, the (1995)\",Crime|Drama\n2,Alien,Horror\n",
        "\"MOVIEID\";\"Title\";\"Genres\"\r\n\"1\";\"Heat, the (1995)\";\" Crime | Drama\"\r\n2;Alien;Horror\r\n",
        "movieId,title,year,genres\n1,\"Heat, the (1995)\",1995,Crime|Drama\n2,Alien,1979,Horror\n",
        "genre,item_id,name\nCrime|Drama,1,\"Heat, the (1995)\"\nHorror,2,Alien\n",
        "id\ttitle\tgenres\n1\tHeat, the (1995)\tCrime|Drama\n2\tAlien\tHorror\n",
        "movieId,title,genres\r1,\"Heat,\r the (1995)\",Crime|Drama\r2,Alien,Horror\r",
        "1::Heat, the (1995)::Crime|Drama\n2::Alien::Horror\n",
        "MovieID::Title::Genres\n1::Heat, the (1995)::Crime|Drama\n2::Alien::Horror\n",
        "\ufeffmovieId,title,genres\n1,\"Heat, the (1995)\",Crime|Drama\n\n2,Alien,Horror\n,,\n",
      })
  void theSameTwoItems(String text) throws IOException {
    ItemsResult read = read(text);
    assertThat(read.items().title(0)).isEqualTo("Heat, the (1995)");
    assertThat(genres(read.items(), 0)).containsExactlyInAnyOrder("Crime", "Drama");
    assertThat(read.items().title(1)).isEqualTo("Alien");
    assertThat(genres(read.items(), 1)).containsExactly("Horror");
    assertThat(read.notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"movieId,title\n1,Heat\n2,Alien\n", "1;Heat\n2;Alien\n", "1::Heat\n2::Alien\n"})
  void genresMayBeLeftOut(String text) throws IOException {
    ItemsResult read = read(text);
    assertThat(read.items().title(1)).isEqualTo("Alien");
    assertThat(read.items().genreCount(0)).isZero();
  }

  @Test
  void columnsCanBeNamed() throws IOException {
    String text = "a,b,c,d\n1995,Heat,x,1\n1979,Alien,y,2\n";
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--items-columns id,title,genres");
    ItemReadOptions how =
        new ItemReadOptions(
            Genres.ML_100K, List.of("d", "b", "c"), null, null, null, false, TextOptions.DEFAULT);
    assertThat(read(text, how).items().title(1)).isEqualTo("Alien");
  }

  @Test
  void whatIsNotUtf8IsLatin1InEveryLayout() throws IOException {
    for (String text :
        new String[] {
          "movieId,title\n1,Caf\u00e9\n", "1::Caf\u00e9::Drama\n", "1|Caf\u00e9||||1\n"
        }) {
      Files.writeString(file, text, StandardCharsets.ISO_8859_1);
      ItemReadOptions how = ItemReadOptions.of(new Genres(List.of("Drama")));
      ItemsResult latin1 = ItemsReader.read(file, how, new DenseIds(1));
      assertThat(latin1.items().title(0)).isEqualTo("Caf\u00e9");
      assertThat(latin1.notes()).anyMatch(note -> note.contains("read as Latin-1"));
      Files.writeString(file, text);
      ItemsResult utf8 = ItemsReader.read(file, how, new DenseIds(1));
      assertThat(utf8.items().title(0)).isEqualTo("Caf\u00e9");
      assertThat(utf8.notes()).isEmpty();
    }
  }

  @Test
  void aTitleMayHoldBarsAndColons() throws IOException {
    assertThat(read("1|A|B (1995)|d||x|1\n2|C|d||x|0\n").items().title(0)).isEqualTo("A|B (1995)");
    assertThat(read("1::A::B::Drama\n2::C::Drama\n").items().title(0)).isEqualTo("A::B");
  }

  @Test
  void flagsWithoutNamesAreRefused() {
    assertThatThrownBy(() -> read("1|A|d||x|1|0|1\n"))
        .hasMessage(
            file
                + ": found 3 flags at the end of the first line, expected one for each of 1 genres"
                + " (--genres FILE names them)");
  }

  @Test
  void thereMayBeMoreGenresThanBitsInAWord() throws IOException {
    String many = IntStream.range(0, 200).mapToObj(k -> "g" + k).collect(Collectors.joining("|"));
    Items items = read("movieId,title,genres\n1,Heat," + many + "\n2,Alien,g150|g3\n").items();
    assertThat(items.genreCount(0)).isEqualTo(200);
    assertThat(genres(items, 1)).containsExactly("g3", "g150");
    assertThat(RepresentativeGenres.of(items, RepresentativeGenres.Rule.LAST).genre(1))
        .isEqualTo(1 + 150);
  }

  @Test
  void badLinesAreSkippedAndSaid() throws IOException {
    ItemReadOptions how =
        new ItemReadOptions(Genres.ML_100K, List.of(), null, null, null, true, TextOptions.DEFAULT);
    ItemsResult read = read("movieId,title,genres\n1,Heat,Crime\n1,Again,Drama\n7,x\n", how);
    assertThat(read.badLines()).isEqualTo(2);
    assertThat(read.firstBadLines().get(0)).startsWith(file + ":3: found item '1', which line 2");
    assertThat(read.items().title(0)).isEqualTo("Heat");
    assertThat(read.notes()).containsExactly("1 of 2 rated items are not in " + file);
  }
}
