package io.gravmf.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpaceReaderTest {

  @TempDir Path folder;

  private static SearchSpace parse(String text) {
    return SpaceReader.parse("s", text);
  }

  @Test
  void eachFormIsItsRange() {
    SearchSpace found =
        parse(
            "# ranges\n\n  dim 8, 16 ,32 # some\nlambda-r\t0.01 .. 1 log\r\nsweeps 5..40\nnu 0.0 .. 1.5");
    assertThat(found.settings())
        .containsExactly(
            new SearchSpace.Setting("dim", new Range.Choices(List.of("8", "16", "32")), 3),
            new SearchSpace.Setting("lambda-r", new Range.Numbers(0.01, 1, true, false), 4),
            new SearchSpace.Setting("sweeps", new Range.Numbers(5, 40, false, true), 5),
            new SearchSpace.Setting("nu", new Range.Numbers(0, 1.5, false, false), 6));
  }

  @Property(tries = 50)
  void drawsAreWithinTheirRange(@ForAll long seed) {
    SearchSpace space =
        parse(
            "a 1 .. 3\nb 0.001 .. 10 log\nc x, y\nd -2.5 .. -1.5\ne 2 .. 100 log\nf 1.2345 .. 1.2346");
    Set<String> whole = new HashSet<>();
    for (int trial = 0; trial < 60; trial++) {
      Map<String, String> drawn = space.draw(seed, trial);
      assertThat(drawn.keySet()).containsExactly("a", "b", "c", "d", "e", "f");
      whole.add(drawn.get("a"));
      assertThat(Double.parseDouble(drawn.get("b"))).isBetween(0.001, 10.0);
      assertThat(drawn.get("c")).isIn("x", "y");
      assertThat(Double.parseDouble(drawn.get("d"))).isBetween(-2.5, -1.5);
      assertThat(Integer.parseInt(drawn.get("e"))).isBetween(2, 100);
      // Rounding does not leave the range.
      assertThat(Double.parseDouble(drawn.get("f"))).isBetween(1.2345, 1.2346);
      assertThat(space.draw(seed, trial)).isEqualTo(drawn);
    }
    // One of three is missed by 60 draws with a probability of 3 (2/3)^60, 8e-11.
    assertThat(whole).containsExactlyInAnyOrder("1", "2", "3");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatComesWithTheProgramCanBeRead(boolean ranking) {
    assertThat(parse(SpaceReader.wide(ranking)).settings()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dim|s line 1: found 'dim', expected a setting's name and its values",
        "--dim 3|s line 1: found '--dim 3', expected a setting's name",
        "dim 1 ..|s line 1: found '1 ..', expected low .. high, or low .. high log",
        "dim 1 .. 2 lin|expected low .. high, or low .. high log",
        "dim 1 .. 2 log 3|expected low .. high, or low .. high log",
        "dim a .. 2|s line 1: found 'a', expected a number",
        "dim 1 .. NaN|s line 1: found 'NaN', expected a number",
        "dim 1 .. 1e999|s line 1: found '1e999', expected a number",
        "dim 2 .. 1|s line 1: found '2 .. 1', but the second number is not above the first",
        "dim 0 .. 1 log|a logarithmic range has numbers above 0 alone",
        "dim 1,,2|s line 1: found '', expected a value",
        "dim $(rm)|s line 1: found '$(rm)', expected a value",
        "dim --seed|dim --seed",
        "# none|s: has no settings, expected lines such as: dim 8 .. 64 log",
      })
  void wrongLinesAreNamed(String text, String message) {
    if (text.equals(message)) {
      // A dash is part of numbers; that an option takes the value is the command line's to check.
      assertThat(parse(text).settings()).hasSize(1);
      return;
    }
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSettingIsThereOnce() {
    assertThatThrownBy(() -> parse("dim 1\nnu 0\ndim 2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("s line 3: dim is there twice, expected once");
  }

  @Test
  void filesThatAreNoneAreRefusedInALine() throws IOException {
    Path file = folder.resolve("x.space");
    assertThatThrownBy(() -> SpaceReader.read(file)).hasMessage(file + ": no such file");
    assertThatThrownBy(() -> SpaceReader.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder.toString());
    Files.write(file, new byte[] {'d', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> SpaceReader.read(file)).hasMessage(file + ": is no UTF-8 text");
    Files.write(file, new byte[1 << 20]);
    assertThatThrownBy(() -> SpaceReader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has more than 65536 bytes");
    Files.writeString(file, "dim 8\0\n" + "x".repeat(5000));
    assertThatThrownBy(() -> SpaceReader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\0"));
  }
}
