package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The older two of four ratings, 1 and 2, train: whatever their times are written as. */
class SplitByTimeTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,1,4,400\n1,2,1,-10\n2,1,3,300\n2,2,2,0\n",
        "1,1,4,1609459200002\n1,2,1,1609459199999\n2,1,3,1609459200001\n2,2,2,1609459200000\n",
        "1,1,4,978300760.5\n1,2,1,978300759.25\n2,1,3,978300760.25\n2,2,2,978300760\n",
        "1,1,4,8.9e8\n1,2,1,7e8\n2,1,3,880000001\n2,2,2,8.8e8\n",
        "1,1,4,2005-09-07\n1,2,1,2005-09-05\n2,1,3,2005-09-06T10:00:01Z\n2,2,2,2005-09-06T10:00:00Z\n",
        "1:\n1,4,2005-09-07\n1,1,2005-09-04\n2:\n1,3,2005-09-06\n2,2,2005-09-05\n",
      })
  void theOldestTrain(String text) throws IOException {
    Path ratings = Files.writeString(folder.resolve("ratings"), text);
    Run run =
        Run.of(
            "train",
            "--ratings",
            ratings,
            "--split-by",
            "time",
            "--split",
            0.5,
            "--dim",
            2,
            "--epochs",
            1);
    assertThat(run.requireOk().out() + run.err())
        .contains("split 0.5 by time: 2 train (mean 1.500000), 2 validate");
  }
}
