package io.gravmf.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.gravmf.data.synthetic.SyntheticConfig;
import io.gravmf.data.synthetic.SyntheticFiles;
import io.gravmf.data.synthetic.SyntheticRatings;
import io.gravmf.train.TrainingConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The short form of {@code examples/load-test}, which asks a million times. */
class RecommendationServiceTest {

  private static final int CLIENTS = 4;
  private static final int RELOADS = 12;
  private static final int LEAST_REQUESTS = 500;

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, ServedModel> models = new ConcurrentHashMap<>();

  private RecommendationService start() throws IOException {
    SyntheticFiles.write(
        folder,
        new SyntheticRatings(new SyntheticConfig(40, 60, 900, 1)),
        SyntheticFiles.Layout.ML_100K);
    return new RecommendationService(
        folder.resolve("u.data"),
        folder.resolve("model"),
        0,
        1,
        TrainingConfig.builder().dim(6).epochs(20).reportEvery(20).build(),
        model -> models.put(model.number(), model));
  }

  private HttpResponse<String> ask(RecommendationService service, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
    if (body != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Each answer must be, to the last bit, that of the one model whose number it carries. */
  @Test
  void everyAnswerIsOfOneModelWhateverIsLoadedMeanwhile() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (RecommendationService service = start()) {
      List<Callable<Set<Integer>>> work = new ArrayList<>();
      for (int k = 0; k < CLIENTS; k++) {
        int number = k;
        work.add(() -> askUntilReloaded(service, number));
      }
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      for (Future<Set<Integer>> each : clients.invokeAll(work)) {
        seen.addAll(each.get());
      }
      assertThat(seen).hasSizeGreaterThan(RELOADS / 2);
    } finally {
      clients.shutdownNow();
    }
  }

  private Set<Integer> askUntilReloaded(RecommendationService service, int number)
      throws Exception {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    for (int k = 0; k < LEAST_REQUESTS || service.modelsServed() <= RELOADS; k++) {
      boolean isNew = k % 10 == 0;
      String user = isNew ? "new " + number : Integer.toString(1 + k % 40);
      String path = "/users/" + user.replace(" ", "%20");
      HttpResponse<String> response =
          isNew
              ? ask(service, path + "/ratings?count=5", "1,5\n2,1\n")
              : ask(service, path + "/recommendations?count=5", null);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      Answer answer = JsonMapper.shared().readValue(response.body(), Answer.class);
      ServedModel model = models.get(answer.model());
      seen.add(answer.model());
      if (isNew) {
        assertThat(answer).isEqualTo(model.foldIn(user, Map.of("1", 5f, "2", 1f), 5));
      } else {
        int row = model.model().userIds().row(user);
        assertThat(answer.user()).isEqualTo(user);
        assertThat(answer.items())
            .hasSize(5)
            .allSatisfy(
                each ->
                    assertThat(each.rating())
                        .isEqualTo(
                            model.model().predict(row, model.model().itemIds().row(each.item()))));
      }
    }
    return seen;
  }

  @Test
  void whoIsNewIsFoldedInAndKnownToALaterModel() throws Exception {
    try (RecommendationService service = start()) {
      assertThat(ask(service, "/users/x%2Fy/recommendations", null).statusCode()).isEqualTo(404);
      assertThat(ask(service, "/users/x%2Fy/ratings", "1,5\n").body())
          .contains("\"user\":\"x/y\"")
          .doesNotContain("\"item\":\"1\",");
      // The training that is running may have begun before.
      int enough = service.modelsServed() + 3;
      while (service.modelsServed() < enough) {
        Thread.sleep(5);
      }
      assertThat(models.get(enough).model().userIds().row("x/y")).isNotNegative();
      assertThat(ask(service, "/users/x%2Fy/recommendations?count=1000", null).body())
          .doesNotContain("\"item\":\"1\",");
    }
  }

  @Test
  void whatIsNoRequestIsRefusedInALine() throws Exception {
    try (RecommendationService service = start()) {
      assertThat(ask(service, "/users/1/ratings", "5").body())
          .isEqualTo(
              "{\"error\":\"found the line '5', expected an item and a rating, such as 242,4.5\"}");
      assertThat(ask(service, "/users/1/ratings", "").statusCode()).isEqualTo(400);
      assertThat(ask(service, "/users/1/ratings", "1,NaN").statusCode()).isEqualTo(400);
      assertThat(ask(service, "/users/1/ratings", "1,5\n".repeat(20_000)).statusCode())
          .isEqualTo(400);
      assertThat(ask(service, "/users/1/recommendations?count=0", null).statusCode())
          .isEqualTo(400);
      assertThat(ask(service, "/users/1/recommendations", "1,5").statusCode()).isEqualTo(404);
      assertThat(ask(service, "/../etc/passwd", null).statusCode()).isEqualTo(404);
      assertThat(ask(service, "/model", null).body())
          .matches("\\{\"model\":[0-9]+,\"users\":40,\"items\":[0-9]+}");
    }
  }
}
