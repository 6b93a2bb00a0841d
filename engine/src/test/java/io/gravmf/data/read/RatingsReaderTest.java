package io.gravmf.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.DenseIds;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.StringIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatingsReaderTest {

  private static final String U_DATA =
      "1\t2\t3\t881250949\n2\t1\t5\t891717742\n1\t1\t4\t878887116\n";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("ratings");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(file, text);
  }

  private static ReadResult read(Path path) {
    return RatingsReader.read(path, ReadOptions.DEFAULT);
  }

  private void assertTheThreeRatings(ReadResult result) {
    Ratings ratings = result.ratings();
    assertThat(ratings.users()).containsExactly(0, 1, 0);
    assertThat(ratings.items()).containsExactly(1, 0, 0);
    assertThat(ratings.values()).containsExactly(3, 5, 4);
    assertThat(ratings.userIds()).isEqualTo(new DenseIds(2));
    assertThat(ratings.itemIds()).isEqualTo(new DenseIds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        U_DATA,
        "1::2::3::881250949\n2::1::5::891717742\n1::1::4::878887116\n",
        "userId,movieId,rating,timestamp\n1,2,3.0,881250949\n2,1,5.0,891717742\n1,1,4.0,878887116\n",
        "1,2,3\n2,1,5\n1,1,4",
        "1;2;3\r\n2;1;5\r\n\r\n1;1;4\r\n",
        "\uFEFF1|2|3e0\n2|1|+5\n1|1|4.\n\n",
        "rating,\"item_id\",user\n3,\"2\",1\n5,1,2\n\"4\",1,1\n",
        "1, 2, 3\n2, 1, 5\n1 ,1 ,4 \n",
        "1::2::3\n2::1::5\n1::1::4\n",
        "1 2 3 881250949\n2 1 5 891717742\n1 1 4 878887116\n",
      })
  void layoutsAreRecognisedByContent(String text) throws IOException {
    assertTheThreeRatings(read(write(text)));
  }

  @Test
  void idsWithGapsAscendAndTextIdsAreSorted() throws IOException {
    Ratings gaps = read(write("30,7,1\n4,900,2\n30,900,3\n")).ratings();
    assertThat(gaps.users()).containsExactly(1, 0, 1);
    assertThat(gaps.userIds().id(0)).isEqualTo("4");
    assertThat(gaps.itemIds().row("900")).isEqualTo(1);
    assertThat(gaps.itemIds().row("8")).isEqualTo(-1);

    Ratings text = read(write("7,m,1\nu1,k,2\n07,m,3\n7,k,4\n")).ratings();
    assertThat(text.userCount()).isEqualTo(3);
    assertThat(text.userIds().id(0)).isEqualTo("07");
    assertThat(text.users()).containsExactly(1, 2, 0, 1);
  }

  @Test
  void quotedIdsMayHoldTheDelimiter() throws IOException {
    Ratings ratings = read(write("user,item,rating\n\"Doe, Jo\",\"say \"\"hi\"\"\",4\n")).ratings();
    assertThat(ratings.userIds().id(0)).isEqualTo("Doe, Jo");
    assertThat(ratings.itemIds().id(0)).isEqualTo("say \"hi\"");
  }

  @Test
  void duplicatesAllCountAndAreReported() throws IOException {
    ReadResult result = read(write("1,1,3\n1,2,3\n1,1,5\n1,1,5\n"));
    assertThat(result.ratings().size()).isEqualTo(4);
    assertThat(result.duplicates()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "1,2,x~:2: column 3 (rating): found 'x', expected a finite number",
        "1,2,NaN~:2: column 3 (rating): found 'NaN', expected a finite number",
        "1,2,Infinity~:2: column 3 (rating): found 'Infinity', expected a finite number",
        "1,2,1e99~:2: column 3 (rating): found '1e99', expected a finite number",
        "1,2,0x1p3~:2: column 3 (rating): found '0x1p3', expected a finite number",
        "1,2,~:2: column 3 (rating): found '', expected a finite number",
        "1,,3~:2: column 2 (item): found '', expected an id",
        "1,2~:2: found 2 columns in '1,2', expected 3",
        "1,2,3,4~:2: found 4 columns in '1,2,3,4', expected 3",
      })
  void aBadLineIsNamedOrSkipped(String line, String message) throws IOException {
    write("5,5,5\n" + line + "\n6,6,1\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + message + " (--skip-bad-lines leaves such lines out)");
    ReadOptions skipping = ReadOptions.builder().skipBadLines(true).build();
    ReadResult result = RatingsReader.read(file, skipping);
    assertThat(result.ratings().values()).containsExactly(5, 1);
    assertThat(result.badLines()).isEqualTo(1);
    assertThat(result.firstBadLines()).containsExactly(file + message);
  }

  @Test
  void aBadTimeIsNamedWhereTimesAreUsed() throws IOException {
    write("1\t2\t3\t881250949\n1\t2\t3\tnoon\n");
    assertThat(read(file).ratings().size()).isEqualTo(2);
    assertThatThrownBy(() -> RatingsReader.read(file, ReadOptions.DEFAULT.withTimestamps(true)))
        .hasMessage(
            file
                + ":2: column 4 (time): found 'noon', expected seconds or milliseconds since 1970,"
                + " or a date as 2005-09-06 (--skip-bad-lines leaves such lines out)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "''~: the file is empty, expected text",
        "'\uFEFF'~: the file is empty, expected text",
        "'\n \n'~: the file has blank lines only, expected ratings",
        "'\n\n'~: the file has blank lines only, expected ratings",
        "'userId,movieId,rating\n'~: the file has a header only, expected ratings",
        "'a,b,c\n1,2,3\n'~:1: found the header 'a,b,c', expected columns such as userId",
        "'hello\n'~:1: found 1 column in 'hello', expected at least three",
      })
  void aFileThatIsNotRatingsIsNamed(String text, String message) throws IOException {
    write(text);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void bytesThatAreNotTextAreNamed() throws IOException {
    Files.write(file, new byte[] {'1', ',', '2', ',', '3', '\n', 0, 0});
    assertThatThrownBy(() -> read(file))
        .hasMessage(
            file
                + ":2: found a zero byte, expected text (--encoding utf-16le if it is UTF-16)"
                + " (--skip-bad-lines leaves such lines out)");
  }

  @Test
  void linesLongerThanTheBufferAreWhole() throws IOException {
    String id = "x".repeat(700_000);
    Ratings ratings = read(write("a,b,1\n" + id + ",b,2\n" + id + "y,b,3")).ratings();
    assertThat(ratings.userIds().row(id)).isEqualTo(1);
    assertThat(ratings.values()).containsExactly(1, 2, 3);
  }

  @Test
  void aSecondFileIsReadOverBothFilesIds() throws IOException {
    Path train = Files.writeString(folder.resolve("train"), "1,10,3\n3,20,4\n");
    Path held = Files.writeString(folder.resolve("held"), "2,10,5\n3,30,1\n");
    RatingsReader.Pair pair = RatingsReader.readPair(train, held, ReadOptions.DEFAULT);
    assertThat(pair.train().ratings().userIds()).isEqualTo(new DenseIds(3));
    assertThat(pair.train().ratings().items()).containsExactly(0, 1);
    assertThat(pair.validation().ratings().users()).containsExactly(1, 2);
    assertThat(pair.validation().ratings().items()).containsExactly(0, 2);
  }

  @Test
  void ratingsThatAModelDoesNotKnowAreLeftOutAndCounted() throws IOException {
    write("1,1,3\n9,1,4\n2,8,5\n2,2,1\n");
    ReadResult known =
        RatingsReader.read(file, ReadOptions.DEFAULT, new DenseIds(2), new DenseIds(2));
    assertThat(known.unknown()).isEqualTo(2);
    assertThat(known.ratings().values()).containsExactly(3, 1);
    assertThatThrownBy(
            () ->
                RatingsReader.read(
                    file, ReadOptions.DEFAULT, new StringIds(new String[] {"z"}), new DenseIds(2)))
        .hasMessage(file + ": none of its 4 ratings is of a known user and item");
  }

  @Test
  void everyPositiveLongIsAnIntegerId() throws IOException {
    Ratings ratings = read(write("9223372036854775807,1,3\n5,1,4\n")).ratings();
    assertThat(ratings.userIds()).isInstanceOf(IntegerIds.class);
    assertThat(ratings.users()).containsExactly(1, 0);
    Ratings beyond = read(write("9223372036854775808,1,3\n5,1,4\n")).ratings();
    assertThat(beyond.userIds()).isInstanceOf(StringIds.class);
    assertThat(beyond.userIds().row("9223372036854775808")).isEqualTo(1);
  }

  @Test
  void badLinesAreAllCountedAndTheFirstShown() throws IOException {
    write("1,1,3\n" + "1,1,x\n".repeat(7) + "\n2,2,4");
    ReadOptions skipping = ReadOptions.builder().skipBadLines(true).build();
    ReadResult result = RatingsReader.read(file, skipping);
    assertThat(result.badLines()).isEqualTo(7);
    assertThat(result.firstBadLines()).hasSize(5);
    assertThat(result.firstBadLines().get(4)).startsWith(file + ":6: ");
    assertThat(result.lines()).isEqualTo(10);
    assertThat(result.ratings().userIds()).isEqualTo(new DenseIds(2));
    write("1,1,x\n2,2,y\n");
    assertThatThrownBy(() -> RatingsReader.read(file, skipping))
        .hasMessageStartingWith(file + ": all 2 lines are bad; the first: " + file + ":1: ");
  }

  @Test
  void aNewUsersFileMayLeaveOutTheUser() throws IOException {
    IdMap items = new IntegerIds(new long[] {4, 50, 181});
    for (String text :
        new String[] {"50,5\n7,1\n181,2.5\n", "rating;movieId\n5;50\n1;7\n2.5;181\n"}) {
      Path file = Files.writeString(folder.resolve("new.csv"), text);
      ReadResult read = RatingsReader.readNewUsers(file, ReadOptions.DEFAULT, items);
      assertThat(read.ratings().userIds().id(0)).isEqualTo("new");
      assertThat(read.ratings().userCount()).isEqualTo(1);
      assertThat(read.ratings().items()).containsExactly(1, 2);
      assertThat(read.ratings().values()).containsExactly(5, 2.5f);
      assertThat(read.unknown()).isEqualTo(1);
    }
  }

  @Test
  void newUsersHaveIdsOfTheirOwn() throws IOException {
    IdMap items = new DenseIds(9);
    Path file = Files.writeString(folder.resolve("new.csv"), "bob,1,5\namy,2,1\nbob,2,2\n");
    Ratings read = RatingsReader.readNewUsers(file, ReadOptions.DEFAULT, items).ratings();
    assertThat(read.userIds().row("bob")).isEqualTo(1);
    assertThat(read.users()).containsExactly(1, 0, 1);
    Files.writeString(file, "x,5\n");
    assertThatThrownBy(() -> RatingsReader.readNewUsers(file, ReadOptions.DEFAULT, items))
        .hasMessage(file + ": none of its 1 ratings is of a known item");
    Files.writeString(file, "film,stars\n1,5\n");
    assertThatThrownBy(() -> RatingsReader.readNewUsers(file, ReadOptions.DEFAULT, items))
        .hasMessageContaining("expected columns such as movieId, rating");
    Files.writeString(file, "1\n");
    assertThatThrownBy(() -> RatingsReader.readNewUsers(file, ReadOptions.DEFAULT, items))
        .hasMessageContaining("found 1 column in '1'");
    Files.writeString(file, "1,5\n");
    assertThatThrownBy(() -> RatingsReader.read(file, ReadOptions.DEFAULT))
        .hasMessageContaining("expected at least three");
  }
}
