package io.gravmf.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids and titles that a spreadsheet would run. */
class SafeCsvTest {

  private static final String[] USERS = {"=1+1", "-7", "@SUM(A1)", "a;=b"};
  private static final String[] ITEMS = {"1", "2", "+x", "-5", "=cmd|'/c calc'!A1", "6"};

  @TempDir static Path folder;
  private static Path model;
  private static Path titles;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder ratings = new StringBuilder("user\titem\trating\n");
    for (String user : USERS) {
      for (String item : ITEMS) {
        ratings.append(user).append('\t').append(item).append("\t4\n");
      }
    }
    Path file = Files.writeString(folder.resolve("ratings.tsv"), ratings);
    titles =
        Files.writeString(folder.resolve("items.csv"), "movieId,title,genres\n1,=A1,x\n2,B,x\n");
    model = folder.resolve("model");
    Run.of("train", "--ratings", file, "--dim", 2, "--epochs", 3, "--split", 1, "--out", model)
        .requireOk();
  }

  private static String safe(Object... words) {
    Object[] more = Arrays.copyOf(words, words.length + 1);
    more[words.length] = "--safe-csv";
    return Run.of(more).requireOk().out();
  }

  @Test
  void recommendationsHaveNoFormulas() throws IOException {
    Path csv = folder.resolve("recommendations.csv");
    Object[] words = {
      "recommend", "--model", model, "--users", "all", "--items", titles, "-k", 6, "--out", csv
    };
    Run.of(words).requireOk();
    assertThat(Files.readString(csv)).contains("\n=1+1,").contains(",=A1,").contains("\n-7,");
    safe(words);
    assertThat(Files.readString(csv))
        .contains("\n'=1+1,")
        .contains("\n'@SUM(A1),")
        .contains("\na;'=b,")
        .contains("\n-7,")
        .contains(",'=A1,")
        .contains(",'+x,")
        .contains(",-5,")
        .contains(",'=cmd|'/c calc'!A1,")
        .doesNotContainPattern("(?m)(^|,|;)[=@]");
  }

  @Test
  void predictionsAndPlacesNeither() throws IOException {
    Path pairs = Files.writeString(folder.resolve("pairs.csv"), "user,item\n=1+1,+x\n-7,-5\n");
    String predicted = safe("predict", "--model", model, "--pairs", pairs);
    assertThat(predicted).contains("\n'=1+1,'+x,").contains("\n-7,-5,");
    String placed = safe("tsne", "--model", model, "--perplexity", 1.5, "--iterations", 20);
    assertThat(placed).contains("\n'+x,").contains("\n-5,").contains("\n'=cmd|'/c calc'!A1,");
  }
}
