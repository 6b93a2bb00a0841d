package io.gravmf.cli.training;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.Ratings;
import io.gravmf.data.Split;
import io.gravmf.format.Checksums;
import io.gravmf.train.TrainingConfig;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Says what must be the same for a checkpoint to be resumed. */
public final class RunIdentity {

  private RunIdentity() {}

  /** Says it in a line that a checkpoint keeps. */
  public static String of(Split split, TrainingConfig config) {
    return split.train()
        + " trained on, "
        + split.validation().size()
        + " held out, checksum "
        + checksum(split.train(), split.validation())
        + ", "
        + split.description()
        + ", d = "
        + config.dim()
        + ", "
        + config.objective()
        + ", "
        + config.optimizer()
        + known("users", config.information().users())
        + known("items", config.information().items());
  }

  private static String known(String side, Optional<FloatMatrix> features) {
    return features
        .map(matrix -> ", features of " + side + " " + matrix + " " + Checksums.of(matrix))
        .orElse("");
  }

  /** Tells ratings of the same numbers apart: another file, or the same one cut otherwise. */
  private static String checksum(Ratings... parts) {
    CRC32C crc = new CRC32C();
    ByteBuffer rating = ByteBuffer.allocate(3 * Integer.BYTES);
    for (Ratings part : parts) {
      for (int k = 0; k < part.size(); k++) {
        rating.clear();
        rating.putInt(part.users()[k]).putInt(part.items()[k]).putFloat(part.values()[k]);
        crc.update(rating.flip());
      }
    }
    return Long.toHexString(crc.getValue());
  }
}
