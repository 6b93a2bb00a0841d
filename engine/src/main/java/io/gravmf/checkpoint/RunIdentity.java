package io.gravmf.checkpoint;

import io.gravmf.backend.Backend;
import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.format.Checksums;
import io.gravmf.model.Provenance;
import io.gravmf.model.RecipeSettings;
import io.gravmf.train.TrainingConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What must be the same for a run to go on to the result that it would have had: the ratings in
 * their order, the split, the backend, and all settings but how long to train.
 */
public final class RunIdentity {

  private RunIdentity() {}

  /** Returns it by the names that a model's JSON uses. */
  public static Map<String, String> of(Split split, TrainingConfig config, Backend backend) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("ratings", ratings(split.train()));
    settings.put("held out", ratings(split.validation()));
    settings.put("split", split.description());
    settings.put("ids", ids(split.train().userIds(), split.train().itemIds()));
    settings.put("dim", Integer.toString(config.dim()));
    settings.put("seed", Long.toString(config.seed()));
    settings.put("init_std", Double.toString(config.initialDeviation()));
    settings.put("backend", backend.name());
    if (config.earlyStopPatience() > 0) {
      settings.put(
          "early_stop",
          config.earlyStopPatience() + " reports, every " + config.reportEvery() + "th");
    }
    RecipeSettings.of(config.objective(), config.optimizer())
        .forEach((name, value) -> settings.put(name, value.toString()));
    known(settings, "features of users", config.information().users());
    known(settings, "features of items", config.information().items());
    return settings;
  }

  private static void known(
      Map<String, String> settings, String name, Optional<FloatMatrix> features) {
    features.ifPresent(
        matrix -> settings.put(name, matrix + " (checksum " + Checksums.of(matrix) + ")"));
  }

  /** Returns what may change bits although nobody has set it: the version and the device. */
  public static Map<String, String> notes(Backend backend) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("version", Provenance.softwareVersion());
    // How many threads there are never changes a bit.
    notes.put("device", backend.description().replaceFirst(", [0-9]+ threads?", ""));
    return notes;
  }

  private static String ratings(Ratings ratings) {
    return ratings + " (checksum " + checksum(ratings) + ")";
  }

  /** Tells ratings of the same numbers apart: another file, or the same one in another order. */
  private static String checksum(Ratings ratings) {
    return HexFormat.of().toHexDigits(crc(ratings));
  }

  static int crc(Ratings... parts) {
    CRC32C crc = new CRC32C();
    ByteBuffer rating = ByteBuffer.allocate(3 * Integer.BYTES);
    for (Ratings part : parts) {
      for (int k = 0; k < part.size(); k++) {
        rating.clear();
        rating.putInt(part.users()[k]).putInt(part.items()[k]).putFloat(part.values()[k]);
        crc.update(rating.flip());
      }
    }
    return (int) crc.getValue();
  }

  private static String ids(IdMap... maps) {
    CRC32C crc = new CRC32C();
    for (IdMap map : maps) {
      for (int row = 0; row < map.size(); row++) {
        crc.update(map.id(row).getBytes(StandardCharsets.UTF_8));
        crc.update('\n');
      }
    }
    return "checksum " + HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
