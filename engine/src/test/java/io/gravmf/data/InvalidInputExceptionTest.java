package io.gravmf.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidInputExceptionTest {

  @Test
  void whatATerminalWouldObeyIsNotInTheMessage() {
    assertThat(new InvalidInputException("a\u001b[1m\u009b1m\n\u2028b\u202ec\u2066d\u007f é 中 ع"))
        .hasMessage("a?[1m?1m??b?c?d? é 中 ع");
  }
}
