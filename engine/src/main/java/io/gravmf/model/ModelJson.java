package io.gravmf.model;

import io.gravmf.backend.Loss;
import io.gravmf.data.DenseIds;
import io.gravmf.data.IdMap;
import io.gravmf.data.IntegerIds;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.SplitFingerprint;
import io.gravmf.data.StringIds;
import io.gravmf.format.Checksums;
import io.gravmf.format.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of a model that {@code model.json} holds.
 *
 * @param dim d, by which the tensors are checked
 * @param mean the mean of the training ratings
 * @param userIds ids of the rows of U
 * @param itemIds ids of the rows of V
 * @param titles titles of the items by row, null where one has none; empty where none are known
 * @param provenance how the model was trained
 * @param noise the deviation of ratings about predictions, of a model that is an average of draws
 * @param tensors the checksum of each tensor that belongs to it; none where an earlier version
 *     wrote the file
 */
record ModelJson(
    int dim,
    double mean,
    IdMap userIds,
    IdMap itemIds,
    List<String> titles,
    Provenance provenance,
    Optional<Double> noise,
    Map<String, String> tensors) {

  private static final String FORMAT = "gravmf-model-1";
  private static final String TENSORS = "tensors_crc32c";
  private static final String CHECKSUM = "crc32c";
  private static final String DRAWS = "draws";
  private static final String NOISE = "rating_deviation";

  // The same bytes on every platform and JDK: the line's end is given, and numbers are written by
  // Jackson, because Double.toString changed in JDK 19.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  /**
   * Returns the file's text.
   *
   * @param tensors the checksum of each of the model's tensors
   */
  static String write(Model model, Map<String, String> tensors) {
    Provenance p = model.provenance();
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("version", p.version());
    root.put("users", model.userFactors().rows());
    root.put("items", model.itemFactors().rows());
    root.put("dim", model.dim());
    root.put("mean", model.mean());
    model.posterior().ifPresent(draws -> write(root.putObject(DRAWS), model, draws));
    ObjectNode training = root.putObject("training");
    training.put("backend", p.backend());
    training.put("seed", p.seed());
    training.put("generator", p.generator());
    training.put("split", p.split());
    training.put("train_ratings", p.trainRatings());
    training.put("validation_ratings", p.validationRatings());
    p.fingerprint().ifPresent(found -> training.put("fingerprint", found.toString()));
    training.put("epochs", p.epochs());
    RecipeJson.write(training, p.objective(), p.optimizer());
    write(training.putObject("train_loss"), p.trainLoss());
    p.validationLoss()
        .ifPresentOrElse(
            loss -> write(training.putObject("validation_loss"), loss),
            () -> training.putNull("validation_loss"));
    root.set("user_ids", write(model.userIds()));
    root.set("item_ids", write(model.itemIds()));
    if (!model.titles().isEmpty()) {
      ArrayNode titles = root.putArray("item_titles");
      model.titles().forEach(titles::add);
    }
    ObjectNode sums = root.putObject(TENSORS);
    tensors.forEach(sums::put);
    root.put(CHECKSUM, checksum(root));
    return JSON.writeValueAsString(root) + "\n";
  }

  /** Returns the checksum of all but itself; blanks and the ends of lines are not part of it. */
  private static String checksum(ObjectNode root) {
    ObjectNode rest = root.deepCopy();
    rest.remove(CHECKSUM);
    return Checksums.of(
        JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(rest));
  }

  private static void write(ObjectNode node, Model model, Posterior draws) {
    node.put("count", draws.draws());
    node.put("dim", model.dim() / draws.draws());
    node.put(NOISE, draws.noise());
  }

  private static void write(ObjectNode node, Loss loss) {
    node.put("mse", loss.mse());
    node.put("l2", loss.l2());
    node.put("gravity", loss.gravity());
    node.put("total", loss.total());
  }

  /** Ids 1 to n are written as n alone. */
  private static JsonNode write(IdMap ids) {
    if (ids instanceof DenseIds) {
      return JSON.getNodeFactory().numberNode(ids.size());
    }
    ArrayNode array = JSON.createArrayNode();
    for (int row = 0; row < ids.size(); row++) {
      if (ids instanceof IntegerIds) {
        array.add(Long.parseLong(ids.id(row)));
      } else {
        array.add(ids.id(row));
      }
    }
    return array;
  }

  static ModelJson read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": no such file, expected a model's folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(() -> JSON.readTree(in), file.toString());
    } catch (IOException e) {
      throw FileFailure.reading(file, e);
    }
  }

  /** Reads the text from memory; {@code source} names it in messages. */
  static ModelJson read(byte[] text, String source) {
    return read(() -> JSON.readTree(text), source);
  }

  private static ModelJson read(Supplier<JsonNode> tree, String source) {
    try {
      return new Reader(source).read(tree.get());
    } catch (JacksonException e) {
      throw new InvalidInputException(
          source
              + ": found no JSON ("
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + ")",
          e);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(source + ": " + e.getMessage(), e);
    }
  }

  private record Reader(String file) {

    ModelJson read(JsonNode root) {
      String format = root.path("format").asString("nothing");
      require(format.equals(FORMAT), "format", format, FORMAT);
      JsonNode training = root.path("training");
      RecipeJson recipe = new RecipeJson(training, file);
      Provenance provenance =
          new Provenance(
              text(root, "version"),
              text(training, "backend"),
              integer(training, "seed", Long.MIN_VALUE, Long.MAX_VALUE),
              text(training, "generator"),
              text(training, "split"),
              count(training, "train_ratings"),
              count(training, "validation_ratings"),
              SplitFingerprint.parse(training.path("fingerprint").asString("")),
              count(training, "epochs"),
              recipe.objective(),
              recipe.optimizer(),
              loss(training.path("train_loss")),
              count(training, "validation_ratings") == 0
                  ? Optional.empty()
                  : Optional.of(loss(training.path("validation_loss"))));
      ModelJson model =
          new ModelJson(
              count(root, "dim"),
              number(root, "mean"),
              ids(root, "user_ids", count(root, "users")),
              ids(root, "item_ids", count(root, "items")),
              titles(root.path("item_titles"), count(root, "items")),
              provenance,
              root.has(DRAWS) ? Optional.of(number(root.path(DRAWS), NOISE)) : Optional.empty(),
              tensors(root.path(TENSORS)));
      if (root.has(CHECKSUM) || root.has(TENSORS)) {
        String found = text(root, CHECKSUM);
        String expected = checksum((ObjectNode) root);
        require(
            found.equals(expected),
            CHECKSUM,
            found,
            expected + " as the rest has: the file is damaged, or was edited without this line");
      }
      return model;
    }

    private Map<String, String> tensors(JsonNode node) {
      Map<String, String> sums = new TreeMap<>();
      require(node.isMissingNode() || node.isObject(), TENSORS, kind(node), "an object");
      node.propertyNames().forEach(name -> sums.put(name, text(node, name)));
      return sums;
    }

    private List<String> titles(JsonNode node, int size) {
      if (node.isMissingNode()) {
        return List.of();
      }
      require(node.isArray(), "item_titles", kind(node), "a list of titles");
      require(node.size() == size, "item_titles", node.size() + " titles", "" + size);
      List<String> titles = new ArrayList<>();
      for (JsonNode title : node) {
        String where = "item_titles[" + titles.size() + "]";
        require(title.isString() || title.isNull(), where, kind(title), "a title or null");
        titles.add(title.isNull() ? null : title.asString());
      }
      return titles;
    }

    private Loss loss(JsonNode node) {
      return new Loss(lossTerm(node, "mse"), lossTerm(node, "l2"), lossTerm(node, "gravity"));
    }

    /** A loss need not be finite; JSON has such numbers only as text. */
    private double lossTerm(JsonNode node, String key) {
      return switch (node.path(key).asString("")) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> number(node, key);
      };
    }

    private IdMap ids(JsonNode root, String key, int size) {
      IdMap ids = ids(root.path(key), key);
      require(ids.size() == size, key, ids.size() + " ids", Integer.toString(size));
      return ids;
    }

    private IdMap ids(JsonNode node, String key) {
      if (node.isInt()) {
        return new DenseIds(node.asInt());
      }
      require(node.isArray(), key, kind(node), "a number or a list of ids");
      if (node.isEmpty() || node.get(0).isIntegralNumber()) {
        long[] ids = new long[node.size()];
        for (int k = 0; k < ids.length; k++) {
          JsonNode id = node.get(k);
          boolean fits = id.isIntegralNumber() && id.canConvertToLong();
          require(fits, key + "[" + k + "]", kind(id), "an integer");
          ids[k] = id.asLong();
        }
        return new IntegerIds(ids);
      }
      String[] ids = new String[node.size()];
      for (int k = 0; k < ids.length; k++) {
        JsonNode id = node.get(k);
        require(id.isString(), key + "[" + k + "]", kind(id), "a string");
        ids[k] = id.asString();
      }
      return new StringIds(ids);
    }

    private double number(JsonNode node, String key) {
      JsonNode value = node.path(key);
      boolean finite = value.isNumber() && Double.isFinite(value.doubleValue());
      require(finite, key, kind(value), "a finite number");
      return value.doubleValue();
    }

    private int count(JsonNode node, String key) {
      return (int) integer(node, key, 0, Integer.MAX_VALUE);
    }

    private long integer(JsonNode node, String key, long least, long most) {
      JsonNode value = node.path(key);
      boolean fits =
          value.isIntegralNumber()
              && value.canConvertToLong()
              && value.asLong() >= least
              && value.asLong() <= most;
      require(fits, key, kind(value), "a whole number");
      return value.asLong();
    }

    private String text(JsonNode node, String key) {
      JsonNode value = node.path(key);
      require(value.isString(), key, kind(value), "text");
      return value.asString();
    }

    private static String kind(JsonNode node) {
      if (node.isMissingNode()) {
        return "nothing";
      }
      if (node.isArray()) {
        return "a list";
      }
      return node.isObject() ? "an object" : node.toString();
    }

    private void require(boolean holds, String key, String found, String expected) {
      if (!holds) {
        throw new InvalidInputException(
            file + ": " + key + ": found " + found + ", expected " + expected);
      }
    }
  }
}
