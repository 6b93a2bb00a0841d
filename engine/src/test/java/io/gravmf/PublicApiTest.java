package io.gravmf;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PublicApiTest {

  @Test
  void nothingIsGoneFromThePublicApi() throws IOException, ClassNotFoundException {
    new PublicApi(Path.of("src/main/module"), Path.of("target/classes")).requireRecorded();
  }
}
