package io.gravmf.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.gravmf.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's requests.
 *
 * <pre>
 * GET  /model                            which model is served
 * GET  /users/ID/recommendations?count=N what a user of the model has not rated yet
 * POST /users/ID/ratings?count=N         lines "item,rating": folded in at once, trained on later
 * </pre>
 *
 * Answers are JSON; 404 and 400 carry one line that says what was found and what was expected.
 */
final class Requests implements HttpHandler {

  private static final System.Logger LOG = System.getLogger(Requests.class.getName());
  private static final int MOST_ITEMS = 1000;

  private final ServedFolder served;
  private final KnownRatings known;

  Requests(ServedFolder served, KnownRatings known) {
    this.served = served;
    this.known = known;
  }

  private record Description(int model, int users, int items) {}

  private record Refusal(String error) {}

  private record Reply(int status, Object body) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    // Closing these two keeps the connection for the next request, closing the exchange does not.
    try (InputStream asked = exchange.getRequestBody();
        OutputStream answer = exchange.getResponseBody()) {
      Reply reply = reply(exchange, asked);
      byte[] body = JsonMapper.shared().writeValueAsBytes(reply.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length);
      answer.write(body);
    }
  }

  private Reply reply(HttpExchange exchange, InputStream body) throws IOException {
    try {
      String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
      String asked = exchange.getRequestMethod() + " " + path[path.length - 1];
      boolean ofUser = path.length == 4 && path[1].equals("users");
      if (path.length == 2 && asked.equals("GET model")) {
        return new Reply(200, description());
      }
      if (ofUser && asked.equals("GET recommendations")) {
        return recommend(decoded(path[2]), count(exchange));
      }
      if (ofUser && asked.equals("POST ratings")) {
        return foldIn(decoded(path[2]), RatingsBody.read(body), count(exchange));
      }
      return new Reply(404, new Refusal("there is no " + exchange.getRequestURI()));
    } catch (InvalidInputException e) {
      return new Reply(400, new Refusal(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a request failed", e);
      return new Reply(500, new Refusal("internal error"));
    }
  }

  private Description description() {
    ServedModel model = served.get();
    return new Description(
        model.number(), model.model().userIds().size(), model.model().itemIds().size());
  }

  /** The model is taken once, so that one answers. */
  private Reply recommend(String user, int count) {
    ServedModel model = served.get();
    if (model.model().userIds().row(user) >= 0) {
      return new Reply(200, model.recommend(user, count, known.ratedBy(user)));
    }
    Map<String, Float> since = known.of(user);
    return since.isEmpty()
        ? new Reply(404, new Refusal("nothing is known of user '" + user + "'"))
        : new Reply(200, model.foldIn(user, since, count));
  }

  private Reply foldIn(String user, Map<String, Float> given, int count) {
    known.add(user, given);
    return new Reply(200, served.get().foldIn(user, known.of(user), count));
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("found '" + part + "', expected %XX to be a byte", e);
    }
  }

  private static int count(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query == null) {
      return 10;
    }
    String text = query.startsWith("count=") ? query.substring(6) : "";
    if (text.matches("[0-9]{1,4}")) {
      int count = Integer.parseInt(text);
      if (count >= 1 && count <= MOST_ITEMS) {
        return count;
      }
    }
    throw new InvalidInputException("found '" + query + "', expected count=1 to count=1000");
  }
}
