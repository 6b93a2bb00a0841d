package io.gravmf.cli.report;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of a browser, through the Chrome DevTools Protocol: commands are answered in order of
 * their numbers, events are kept.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {

  private static final int SECONDS = 60;
  private static final JsonMapper JSON = new JsonMapper();

  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private boolean held;

  DevTools(URI page) {
    socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, this).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      JsonNode whole = JSON.readTree(message.toString());
      message.setLength(0);
      if (whole.has("id")) {
        waiting.remove(whole.path("id").asInt()).complete(whole);
      } else {
        events.add(whole);
      }
    }
    from.request(1);
    return null;
  }

  /** Sends a command and returns its result. */
  JsonNode send(String method, Map<String, ?> parameters) {
    int id = lastId.incrementAndGet();
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", JSON.valueToTree(parameters));
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(command.toString(), true).join();
    JsonNode whole = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    if (whole.has("error")) {
      throw new AssertionError(method + ": " + whole.path("error"));
    }
    return whole.path("result");
  }

  /** Evaluates an expression on the page and returns its value. */
  JsonNode evaluate(String expression) {
    JsonNode result =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Waits until an expression on the page is true. */
  void await(String expression) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!evaluate(expression).asBoolean(false)) {
      if (System.nanoTime() > until) {
        throw new AssertionError("not within " + SECONDS + " s: " + expression + "\n" + events);
      }
      evaluate("new Promise((done) => setTimeout(done, 50))");
    }
  }

  /** Moves the mouse, or presses or releases its left button. */
  void mouse(String type, double x, double y) {
    held = type.equals("mousePressed") || (held && !type.equals("mouseReleased"));
    send(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            x,
            "y",
            y,
            "button",
            held || type.equals("mouseReleased") ? "left" : "none",
            "buttons",
            held ? 1 : 0,
            "clickCount",
            1));
  }

  /** Presses and releases a key that writes a character. */
  void key(String key, String code, int number) {
    Map<String, Object> press =
        Map.of("key", key, "code", code, "text", key, "windowsVirtualKeyCode", number);
    for (String type : List.of("keyDown", "keyUp")) {
      Map<String, Object> event = new HashMap<>(press);
      event.put("type", type);
      send("Input.dispatchKeyEvent", event);
    }
  }

  /** Returns the events of a name, as they came. */
  List<JsonNode> events(String method) {
    return events.stream()
        .filter(event -> event.path("method").asString().equals(method))
        .map(event -> event.path("params"))
        .toList();
  }

  @Override
  public void close() {
    socket.abort();
  }
}
