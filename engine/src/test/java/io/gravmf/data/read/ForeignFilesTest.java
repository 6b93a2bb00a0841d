package io.gravmf.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.DenseIds;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as other programs write them. */
class ForeignFilesTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("ratings");
  }

  private ReadResult read(String text, ReadOptions.Builder options) throws IOException {
    return RatingsReader.read(Files.writeString(file, text), options.build());
  }

  private ReadResult read(String text) throws IOException {
    return read(text, ReadOptions.builder());
  }

  /** Returns each rating as its ids and value. */
  private static List<String> triples(ReadResult result) {
    Ratings ratings = result.ratings();
    List<String> triples = new ArrayList<>();
    for (int k = 0; k < ratings.size(); k++) {
      String user = ratings.userIds().id(ratings.users()[k]);
      String item = ratings.itemIds().id(ratings.items()[k]);
      triples.add(user + " " + item + " " + ratings.values()[k]);
    }
    return triples;
  }

  private void refused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,10,4,\n2,10,5,\n2,20,3.5,\n",
        "userId,movieId,rating\n1,10,4,\n2,10,5,,\n2,20,3.5\n",
        "userId,movieId,rating,,\n1,10,4,,\n2,10,5\n2,20,3.5\n",
        "userId, movieId, rating\n1, 10, 4\n2, 10, 5\n2, 20, 3.5\n",
        "1,10,4 \t\n \t \n2,10,5\n,,\n2,20,3.5\n   \n",
        "1\t10 \t4\n\t\n2\t10\t5 \n \t\t\n2\t20\t3.5",
        "sep=;\nuserId;movieId;rating\n1;10;4\n2;10;5\n2;20;3.5\n",
        "sep=,\r\n1,10,4\r\n2,10,5\r\n2,20,3.5\r\n",
        "# exported 2020, by hand, for you\nuserId,movieId,rating\n1,10,4\n# 2,2,2\n2,10,5\n2,20,3.5\n",
        "#\n1 10 4\n2 10 5\n2 20 3.5\n",
        "1   10  4\n2  10\t 5\n2 20 3.5\n",
        "  1 10 4\n 2 10 5\n2 20 3.5   \n",
        "userId,movieId,rating\r1,10,4\r2,10,5\r2,20,3.5\r",
        "1,10,4\n2,10,5\r2,20,3.5\r\n",
        "\"1\",\"10\",\"4\"\r\n\"2\",\"10\",\"5\"\r\n\"2\",\"20\",\"3.5\"",
        "\"1\" ; \"10\"; \"4\"\n\"2\";\"10\";5\n2;20;3.5\n",
        "user_id:token\titem_id:token\trating:float\n1\t10\t4\n2\t10\t5\n2\t20\t3.5\n",
        ",userId,movieId,rating\n0,1,10,4\n1,2,10,5\n2,2,20,3.5\n",
        "Id,ProductId,UserId,Score,Text\n1,10,1,4,\"Good,\nreally good\"\n"
            + "2,10,2,5,\"bad \"\"very\"\" bad\"\n3,20,2,3.5,ok\n",
        "\"user\"\t\"item\"\t\"rating\"\n\"1\"\t\"10\"\t4\n2\t10\t5\n2\t20\t3.5\n",
        "user;item (a,b,c,d,e);rating\n1;10;4\n2;10;5\n2;20;3.5\n",
        "10:\n1,4,2005-09-06\n2,5,2005-05-13\n20:\n2,3.5,2005-10-19\n",
        "%%MatrixMarket matrix coordinate real general\n% 1 2 3\n2 20 3\n1 10 4\n2 10 5\n2 20 3.5\n",
        "1\u00a0,10,4\n2,\ufeff10,5\n2,20,3.5\n",
        "1,10,4,2005-09-06T10:00:00Z\n2,10,5,noon\n2,20,3.5,\n",
      })
  void theSameThreeRatings(String text) throws IOException {
    assertThat(triples(read(text))).containsExactly("1 10 4.0", "2 10 5.0", "2 20 3.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252", "UTF-32"})
  void anyEncodingThatIsNamedIsRead(String encoding) throws IOException {
    String text = "user,item,rating\nJos\u00e9,10,4\n\u00e9,10,5\n";
    Files.write(file, text.getBytes(Charset.forName(encoding)));
    ReadOptions.Builder options = ReadOptions.builder().encoding(Charset.forName(encoding));
    assertThat(triples(RatingsReader.read(file, options.build())))
        .containsExactly("Jos\u00e9 10 4.0", "\u00e9 10 5.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void aMarkNamesTheEncoding(String encoding) throws IOException {
    Files.write(file, "\ufeff\u00e9\t1\t5\n\u0416\t1\t4".getBytes(Charset.forName(encoding)));
    assertThat(triples(RatingsReader.read(file, ReadOptions.DEFAULT)))
        .containsExactly("\u00e9 1 5.0", "\u0416 1 4.0");
  }

  @Test
  void utf16WithoutAMarkIsNamed() throws IOException {
    Files.write(file, "1,10,4\n2,10,5\n".getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> RatingsReader.read(file, ReadOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--encoding utf-16le");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5,5,5\ncaf\u00e9,1,3\n", "5,5,5\n\"caf\u00e9\",1,3\n"})
  void whatIsNotUtf8IsLatin1AndSaid(String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    ReadResult result = RatingsReader.read(file, ReadOptions.DEFAULT);
    assertThat(triples(result)).containsExactly("5 5 5.0", "caf\u00e9 1 3.0");
    assertThat(result.notes())
        .anyMatch(note -> note.startsWith("line 2 is not UTF-8, so the file was read as Latin-1"));
    ReadOptions utf8 = ReadOptions.builder().encoding(StandardCharsets.UTF_8).build();
    assertThatThrownBy(() -> RatingsReader.read(file, utf8))
        .hasMessageStartingWith(file + ":2: ")
        .hasMessageContaining("expected UTF-8 text; for another encoding --encoding latin1");
    assertThat(read(text).ratings().userIds().row("caf\u00e9")).isEqualTo(1);
    assertThat(read("\uFFFD,5,5\n").ratings().userIds().row("\uFFFD")).isZero();
  }

  /** Reading on as Latin-1 would make two ids of one. */
  @Test
  void twoEncodingsInOneFileAreNamed() throws IOException {
    byte[] utf8 = "caf\u00e9,1,3\n".getBytes(StandardCharsets.UTF_8);
    byte[] latin1 = "caf\u00e9,1,4\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, utf8);
    Files.write(file, latin1, java.nio.file.StandardOpenOption.APPEND);
    assertThatThrownBy(() -> RatingsReader.read(file, ReadOptions.DEFAULT))
        .hasMessageStartingWith(file + ":2: ")
        .hasMessageContaining("expected UTF-8 text as in line 1");
  }

  @Test
  void integersOfAnySizeAndSignAreIds() throws IOException {
    Ratings zero = read("0,0,5\n0,1,3\n1,0,4\n2,1,2\n").ratings();
    assertThat(zero.userIds()).isInstanceOf(IntegerIds.class);
    assertThat(zero.users()).containsExactly(0, 0, 1, 2);
    assertThat(zero.items()).containsExactly(0, 1, 0, 1);
    Ratings any = read("-7,5,5\n7,5,3\n0,5,4\n-9223372036854775807,5,1\n").ratings();
    assertThat(any.userIds()).isInstanceOf(IntegerIds.class);
    assertThat(any.users()).containsExactly(1, 3, 2, 0);
    assertThat(any.userIds().row("-7")).isEqualTo(1);
    assertThat(read("1,2,5\n2,1,3\n").ratings().userIds()).isEqualTo(new DenseIds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x3", "\uff12", "07", "-0", "9223372036854775808", "3.0", "+3"})
  void oneIdOfTextAmongIntegersIsSaid(String id) throws IOException {
    ReadResult result = read("1,1,5\n2,1,3\n" + id + ",2,4\n3,2,4\n4,1,1\n");
    IdMap users = result.ratings().userIds();
    assertThat(users.size()).isEqualTo(5);
    assertThat(users.row(id)).isNotNegative();
    assertThat(result.notes())
        .containsExactly(
            file
                + ":3: the user id '"
                + id
                + "' is no integer, so all 5 are text and ordered as such (1 of them are no"
                + " integers)");
  }

  @Test
  void idsOfTextNeedNoNote() throws IOException {
    assertThat(read("bob,B001,5\namy,7508492919,3\namy,B002,1\n").notes()).isEmpty();
    assertThat(read("1\u00a0,1,5\n2,1,3\n").notes())
        .containsExactly(file + ":1: left out an invisible character around an id");
  }

  @Test
  void aDecimalCommaIsAnOption() throws IOException {
    for (String text :
        new String[] {
          "userId;movieId;rating\n1;10;4,5\n2;10;3\n",
          "1\t10\t4,5\n2\t10\t3\n",
          "1;10;4,5\n2;10;3\n"
        }) {
      refused(text, "found '4,5', expected a finite number (--decimal , if that is a decimal mark");
      assertThat(triples(read(text, ReadOptions.builder().decimal(','))))
          .containsExactly("1 10 4.5", "2 10 3.0");
    }
    refused("userId,movieId,rating\n1,10,\"1,234\"\n", "found '1,234', expected a finite number");
  }

  @Test
  void theDelimiterIsWhatAllLinesHave() throws IOException {
    assertThat(triples(read("\"Doe, John, Jr, III\";x;5\n\"Roe, Ann\";y;4\n")))
        .containsExactly("Doe, John, Jr, III x 5.0", "Roe, Ann y 4.0");
    assertThat(triples(read("1,0;10,0;4\n2,5;10,0;5\n")))
        .containsExactly("1,0 10,0 4.0", "2,5 10,0 5.0");
    assertThat(triples(read("a, b, c\tx\t5\nd, e, f\ty\t4\n")))
        .containsExactly("a, b, c x 5.0", "d, e, f y 4.0");
    assertThat(triples(read("a|b|c,x,5\nd|e,y,4\nf,z,1\n")))
        .containsExactly("a|b|c x 5.0", "d|e y 4.0", "f z 1.0");
  }

  @Test
  void quotesInTabSeparatedFilesMeanWhatTheFirstShow() throws IOException {
    String weird = "u1\t\"Weird Al\" Yankovic\t10\nu1\t\"Heroes\"\t3\nu2\tGuns N' Roses\t2\n";
    ReadResult result = read(weird);
    assertThat(triples(result))
        .containsExactly(
            "u1 \"Weird Al\" Yankovic 10.0", "u1 \"Heroes\" 3.0", "u2 Guns N' Roses 2.0");
    assertThat(result.notes())
        .containsExactly(
            "quotes are part of the columns, as line 1 shows (--quotes if they enclose columns)");
    assertThat(triples(read("u1\t\"Queen\t\"\t3\nu2\tAbba\t1\n")))
        .containsExactly("u1 Queen 3.0", "u2 Abba 1.0");
    refused(
        "u1\t\"Queen\"\t3\nu2\t\"Weird Al\" Yankovic\t1\n",
        ":2: found text behind a closing quote (in line 1 quotes enclose a field), expected quotes"
            + " around whole fields (--no-quotes if they are part of them)");
    assertThat(
            triples(
                read(
                    "u1\t\"Queen\"\t3\nu2\t\"Weird Al\" Yankovic\t1\n",
                    ReadOptions.builder().quotes(false))))
        .containsExactly("u1 \"Queen\" 3.0", "u2 \"Weird Al\" Yankovic 1.0");
  }

  @Test
  void quotesAreDoubledOrHaveABackslash() throws IOException {
    String text =
        "\"User-ID\";\"ISBN\";\"Book-Rating\"\r\n\"101\";\"\\\"0022\\\"\";\"5\"\r\n"
            + "\"102\";\"a \"\"b\"\" c\";\"7\"\r\n\"103\";\"C:\\\";\"1\"\r\n\"104\";\"\";\"2\"\r\n";
    ReadOptions.Builder skipping = ReadOptions.builder().skipBadLines(true);
    assertThat(triples(read(text, skipping)))
        .containsExactly("101 \"0022\" 5.0", "102 a \"b\" c 7.0", "103 C:\\ 1.0");
  }

  @Test
  void aQuoteThatIsNeverClosedCostsItsLineAlone() throws IOException {
    String text = "1,10,4\n2,\"10,5\n2,20,3\n3,\"a\nb\",1\n";
    refused(text, ":2: found text behind a closing quote, expected quotes around whole fields");
    ReadResult skipping = read(text, ReadOptions.builder().skipBadLines(true));
    assertThat(triples(skipping)).containsExactly("1 10 4.0", "2 20 3.0", "3 a\nb 1.0");
    assertThat(skipping.badLines()).isEqualTo(1);
    refused("1,10,4\n2,\"10,5\n2,20,3\n", ":2: found a quote that is never closed");
    assertThat(skipping.lines()).isEqualTo(5);
  }

  /** Each stray quote looks for its end; together they must not look at all lines again. */
  @Test
  void manyStrayQuotesAreSkippedInOnePass() throws IOException {
    String text = "1,1,1\n" + "2,\"\"x,5\n3,\"x,5\n".repeat(20_000);
    ReadResult result = read(text, ReadOptions.builder().skipBadLines(true));
    assertThat(result.ratings().size()).isEqualTo(1);
    assertThat(result.badLines()).isEqualTo(40_000);
  }

  @Test
  void commentsAreCountedAndCanBeTurnedOff() throws IOException {
    String text = "bob,x,5\n#tag,x,3\n\"#quoted\",x,2\n";
    ReadResult result = read(text);
    assertThat(triples(result)).containsExactly("bob x 5.0", "#quoted x 2.0");
    assertThat(result.notes())
        .containsExactly(
            "left out 1 comment (#), the first in line 2 (--no-comments if they are ratings)");
    assertThat(triples(read(text, ReadOptions.builder().comments(false)))).hasSize(3);
    refused("# a\n# b\n", ": the file has comments only, expected ratings");
  }

  @Test
  void aHeaderCanBeDenied() throws IOException {
    refused("alice,bob,good\n1,2,3\n", "--no-header if it is a rating");
    assertThat(triples(read("0,1,2\n1,10,4\n"))).hasSize(2);
    assertThat(triples(read("0,1,2\n1,10,4\n", ReadOptions.builder().header(true))))
        .containsExactly("1 10 4.0");
    assertThat(
            triples(
                read(
                    "user,item,rating\n1,10,4\n",
                    ReadOptions.builder().header(false).skipBadLines(true))))
        .containsExactly("1 10 4.0");
    assertThat(triples(read("user,item,rating,2020\n1,10,4,x\n"))).containsExactly("1 10 4.0");
  }

  @Test
  void rowNamesWithoutANameNeedNumbers() throws IOException {
    String text = "\"user\" \"item\" \"rating\"\n\"1\" 7 10 4\n\"2\" 8 10 5\n";
    refused(text, "say which are user, item and rating by number, such as --columns 2,3,4");
    assertThat(triples(read(text, ReadOptions.builder().columns("2", "3", "4"))))
        .containsExactly("7 10 4.0", "8 10 5.0");
  }

  @Test
  void otherFilesAreNamedForWhatTheyAre() {
    refused("{\"user\": 1, \"item\": 2, \"rating\": 3}\n", "found JSON, expected delimited text");
    refused("{\"user\": 1}\n", "found JSON, expected delimited text");
    refused("<!DOCTYPE html>\n<html></html>\n", "found a web page, expected text, gzip or zip");
    refused("PAR1\25\0\0", "found a Parquet file, expected text, gzip or zip; write it as CSV");
    refused("SQLite format 3\0\0\0", "found an SQLite database");
    refused("1,10,four\n", "(--columns if another column has the ratings; --skip-bad-lines");
  }

  @Test
  void netflixBlocksMustBeginWithAnItem() throws IOException {
    ReadOptions.Builder netflix = ReadOptions.builder().format(RatingsFormat.NETFLIX);
    assertThatThrownBy(() -> read("1488844,3,2005-09-06\n", netflix))
        .hasMessageContaining("expected the item's id and a colon first, such as 1:");
    ReadResult times = read("1:\n5,3,2005-09-06\n6,4,2005-09-05\n", netflix.keepTimestamps(true));
    assertThat(times.format()).startsWith("Netflix prize");
    assertThat(times.ratings().timestamps().orElseThrow())
        .containsExactly(1_125_964_800L, 1_125_878_400L);
  }

  @Test
  void aMatrixThatIsCutOrOfAnotherKindIsNamed() {
    String banner = "%%MatrixMarket matrix coordinate real general\n";
    refused(
        banner + "3 3 4\n1 1 5\n1 2 3\n", "found 2 entries, expected the 4 that its head names");
    refused(banner + "3 3\n1 1 5\n", "the numbers of rows, columns and entries");
    refused(
        "%%MatrixMarket matrix coordinate pattern general\n3 3 1\n1 1\n",
        "expected %%MatrixMarket matrix coordinate real (or integer) general");
    refused(
        "%%MatrixMarket matrix array real general\n3 3\n1\n",
        "expected %%MatrixMarket matrix coordinate real (or integer) general");
  }

  @Test
  void timesKeepTheirOrderWhateverTheyAreWrittenAs() throws IOException {
    ReadOptions.Builder timed = ReadOptions.builder().keepTimestamps(true);
    assertThat(
            read("1,10,4,978300760\n2,10,5,978300761.5\n2,20,3,978300759.25\n", timed)
                .ratings()
                .timestamps()
                .orElseThrow())
        .containsExactly(978_300_760_000_000L, 978_300_761_500_000L, 978_300_759_250_000L);
    assertThat(
            read(
                    "u,i,rating,date\n1,10,4,2005-09-06\n2,10,5,2005-09-05T00:00:01Z\n"
                        .replace("u,i", "user,item"),
                    timed)
                .ratings()
                .timestamps()
                .orElseThrow())
        .containsExactly(1_125_964_800L, 1_125_878_401L);
  }

  @Test
  void digitsThatAreNotKeptAreSaid() throws IOException {
    assertThat(read("1,1,16777216\n1,2,22642751\n").notes())
        .containsExactly(
            file + ":2: the rating has more digits than are kept (float32), so it is rounded");
  }

  @Test
  void aRepeatedHeaderIsNamed() throws IOException {
    String text = "userId,movieId,rating\n1,10,4\nuserId,movieId,rating\n2,20,3\n";
    refused(text, ":3: column 3 (rating): found 'rating', expected a finite number (--skip-bad");
    assertThat(triples(read(text, ReadOptions.builder().skipBadLines(true))))
        .containsExactly("1 10 4.0", "2 20 3.0");
  }

  @Test
  void aLineWithoutEndIsNamed() throws IOException {
    refused("1,10,4\n" + "x".repeat(17 << 20), ":2: a line of more than 16 MB, expected text");
  }
}
