package io.gravmf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectorFilesTest {

  private static final FloatMatrix VALUES =
      new FloatMatrix(3, 2, new float[] {0.1f, -2.5f, Float.MIN_VALUE, 1e20f, 3, 1 / 3f});
  private static final List<String> TITLES =
      List.of("Léon", "tab\there", "a\r\nb\u001b[2J\u0085\u0000c");

  @TempDir Path folder;

  private static ProjectorFiles.Tensor tensor() {
    return new ProjectorFiles.Tensor(
        "items",
        VALUES,
        List.of("title", "id"),
        row -> List.of(TITLES.get(row), String.valueOf(row + 10)));
  }

  @Test
  void theConfigurationIsTheTextFormOfTheProjectorsMessage() throws IOException {
    ProjectorFiles.write(folder, List.of(tensor()));
    assertThat(Files.readString(folder.resolve("projector_config.pbtxt")))
        .isEqualTo(
            """
            embeddings {
              tensor_name: "items"
              tensor_shape: 3
              tensor_shape: 2
              tensor_path: "items.tsv"
              metadata_path: "items-labels.tsv"
            }
            """);
  }

  @Test
  void valuesAreReadBackToTheSameBits() throws IOException {
    ProjectorFiles.write(folder, List.of(tensor()));
    List<String> lines = Files.readAllLines(folder.resolve("items.tsv"));
    assertThat(lines).hasSize(3);
    // As the projector reads them: to doubles first.
    float[] read = new float[6];
    List<String> cells = lines.stream().flatMap(line -> Stream.of(line.split("\t", -1))).toList();
    for (int k = 0; k < read.length; k++) {
      read[k] = (float) Double.parseDouble(cells.get(k));
    }
    assertThat(read).containsExactly(VALUES.values());
  }

  @Test
  void everyRowIsOneLineOfLabelsWhateverTheTitlesHold() throws IOException {
    ProjectorFiles.write(folder, List.of(tensor()));
    assertThat(Files.readString(folder.resolve("items-labels.tsv")))
        .isEqualTo("title\tid\nLéon\t10\ntab here\t11\na  b [2J  c\t12\n");
  }

  @Test
  void allFilesAreWrittenOrNone() throws IOException {
    Files.createDirectories(folder.resolve(ProjectorFiles.CONFIG));
    assertThatThrownBy(() -> ProjectorFiles.write(folder, List.of(tensor())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(ProjectorFiles.CONFIG);
    assertThat(folder.resolve("items.tsv")).doesNotExist();
  }

  @Test
  void whatTheProjectorWouldMisreadIsRefused() {
    assertThatThrownBy(
            () -> new ProjectorFiles.Tensor("a/b", VALUES, List.of("x", "y"), row -> TITLES))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new ProjectorFiles.Tensor("a", VALUES, List.of("title"), row -> TITLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two columns");
  }
}
