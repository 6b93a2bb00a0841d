package io.gravmf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.FloatMatrix;
import io.gravmf.format.Npy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each bad input: one line, exit code 2, and nothing left behind. */
class BadInputTest {

  @TempDir Path folder;
  private Path ratings;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    ratings = Files.writeString(folder.resolve("r.csv"), "1,1,3\n1,2,4\n2,1,5\n2,3,1\n3,3,2\n");
    out = folder.resolve("out");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(out).doesNotExist();
  }

  private void refused(String message, Object... arguments) {
    Run.of(arguments).requireRefused(message);
  }

  private void trainRefused(String message, Object... more) {
    Object[] base = {"train", "--ratings", ratings, "--epochs", 2, "--out", out};
    refused(message, Stream.concat(Stream.of(base), Stream.of(more)).toArray());
  }

  @Test
  void usage() {
    refused("which command?");
    refused("Unmatched argument at index 0: 'trian'; did you mean train", "trian");
    refused("Missing required option: '--ratings=FILE'", "describe");
    refused("Invalid value for option '--dim'", "train", "--dim", "many");
    refused(
        "expected auto, ml-100k, ml-1m, csv, netflix or matrix-market",
        "describe",
        "--ratings",
        ratings,
        "--format",
        "x");
    refused("expected one ASCII character", "describe", "--ratings", ratings, "--delimiter", "::");
    trainRefused("given together", "--init-user", ratings);
    trainRefused("exclude each other", "--permutation", "p.npy", "--split-by", "time");
    refused("--validation needs --ratings", "train", "--validation", ratings);
    refused("need --out", "train", "--ratings", ratings, "--export-npy");
  }

  @Test
  void values() {
    trainRefused("--dim is 0, expected 1 or more", "--dim", 0);
    trainRefused("--lr is NaN", "--lr", "NaN");
    trainRefused("--lambda-g is -1.0", "--lambda-g", -1);
    trainRefused("--split is 2.0, expected above 0 and at most 1", "--split", 2);
    trainRefused("--threads is 0, expected 1 to ", "--threads", 0);
    trainRefused("--print-every is 0", "--print-every", 0);
    trainRefused("this build has no backend for device 'tpu', it has auto, ", "--device", "tpu");
    trainRefused("needs ratings with times", "--split-by", "time");
    refused(
        "found 9 ratings, expected 10",
        "generate",
        "--users",
        10,
        "--items",
        10,
        "--count",
        9,
        "--out",
        out);
    refused("expected ml-100k, ml-1m, ml-25m or ml-32m", "fetch", "ml-5", "--to", out);
  }

  @Test
  void files() throws IOException {
    Path none = folder.resolve("none");
    refused(none + ": no such file", "describe", "--ratings", none);
    refused("found a directory", "train", "--ratings", folder, "--out", out);
    refused(
        none + "/model.json: no such file", "predict", "--model", none, "--user", 1, "--item", 1);
    trainRefused("none/checkpoint.safetensors: no such file", "--resume", none);
    Files.writeString(ratings, "1,1,3\n1,2,four\n");
    trainRefused(ratings + ":2: column 3 (rating): found 'four', expected a finite number");
    Path file = Files.writeString(folder.resolve("file"), "x");
    refused(
        "--out: " + file + " is not a directory",
        "train",
        "--ratings",
        ratings,
        "--out",
        file.resolve("below"));
    refused("--history: ", "train", "--ratings", ratings, "--history", folder);
  }

  @Test
  void factorsAndPermutations() throws IOException {
    Path users = folder.resolve("u.npy");
    Path items = folder.resolve("v.npy");
    Npy.write(users, FloatMatrix.zeros(3, 4));
    Npy.write(items, FloatMatrix.zeros(2, 4));
    trainRefused(
        items + ": found a 2 x 4 matrix, expected 3 x 4",
        "--dim",
        4,
        "--init-user",
        users,
        "--init-item",
        items);
    FloatMatrix bad = FloatMatrix.zeros(3, 4);
    bad.values()[5] = Float.NaN;
    Npy.write(items, bad);
    trainRefused(
        items + ": found NaN at row 1, column 1, expected finite numbers",
        "--dim",
        4,
        "--init-user",
        users,
        "--init-item",
        items);
    trainRefused("found shape [3, 4], expected a vector", "--permutation", users);
  }

  @Test
  void unknownIds() {
    Run.of("train", "--ratings", ratings, "--dim", 2, "--epochs", 2, "--out", folder.resolve("m"))
        .requireOk();
    refused(
        "the model has no user '9'; the nearest of its 3: '1', '2', '3'",
        "predict",
        "--model",
        folder.resolve("m"),
        "--user",
        9,
        "--item",
        1);
  }

  @Test
  void aHostThatCannotBeReached() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String nobody = "http://localhost:" + port;
    refused(nobody + "/ml-100k.zip: ", "fetch", "ml-100k", "--from", nobody, "--to", out);
    // At which character depends on the JDK.
    Run malformed = Run.of("fetch", "ml-100k", "--from", "http://me:secret@no host/", "--to", out);
    malformed.requireRefused("--from: found no address (Illegal character in authority at");
    assertThat(malformed.err()).doesNotContain("secret");
    // The folder above the data set's stays, empty.
    Files.deleteIfExists(out);
  }

  @Test
  void aCheckpointOfOtherRatings() throws IOException {
    Path model = folder.resolve("m");
    Run.of(
            "train",
            "--ratings",
            ratings,
            "--dim",
            2,
            "--epochs",
            4,
            "--checkpoint-every",
            2,
            "--out",
            model)
        .requireOk();
    Files.writeString(ratings, "1,1,3\n1,2,4\n2,1,5\n2,3,1\n3,3,3\n");
    trainRefused("is of another run", "--dim", 2, "--resume", model);
  }

  @Test
  void debugShowsWhere() {
    Run run = Run.of("describe", "--ratings", folder.resolve("none"), "--debug");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("at io.gravmf.");
  }
}
