package io.gravmf.embedding;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What scikit-learn reached: references.json. */
record References(
    String madeWith,
    double fewKlDivergence,
    double fewTrustworthiness,
    List<Embedding> embeddings) {

  /** Its embeddings of some points, from several seeds. */
  record Embedding(
      String points,
      int components,
      double perplexity,
      List<Double> klDivergence,
      List<Double> trustworthiness) {}

  static References read() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .build()
        .readValue(Fixtures.file("references.json").toFile(), References.class);
  }

  Embedding of(String points, int components) {
    return embeddings.stream()
        .filter(e -> e.points().equals(points) && e.components() == components)
        .findFirst()
        .orElseThrow();
  }
}
