package io.gravmf.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

  @Test
  void whatIsTextStaysAsItIs() {
    String text = "<b>Léon</b> & 'x' \"y\" 😀 👩‍👩‍👧 مرحبا \u200f(שלום)";
    assertThat(VisibleText.of(text)).isEqualTo(text);
  }

  @Test
  void controlCharactersBecomeTheirPictures() {
    assertThat(VisibleText.of("a\u0000\t\n\u001b[31m\u007f")).isEqualTo("a␀␉␊␛[31m␡");
  }

  @Test
  void whatHasNoPictureBecomesTheReplacementCharacter() {
    assertThat(VisibleText.of("\u0085\u009b|\u2028\u2029|\u202e\u2066|\ufffe\uffff|\ud83d"))
        .isEqualTo("��|��|��|��|�");
  }

  @Test
  void genresNamesAreCutAndStayDifferent() {
    assertThat(name(3, "Film-Noir")).isEqualTo("Film-Noir");
    assertThat(name(3, "x".repeat(30))).isEqualTo("x".repeat(21) + "… (3)");
    assertThat(name(4, "x".repeat(31))).isNotEqualTo(name(3, "x".repeat(30)));
    assertThat(name(5, "a\u001b")).isEqualTo("a␛ (5)");
  }

  private static String name(int index, String name) {
    return VisibleText.of(new Genre(index, name, 1, "#000000", "circle", true));
  }
}
