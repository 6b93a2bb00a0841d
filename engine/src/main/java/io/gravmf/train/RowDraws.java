package io.gravmf.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Draws the initial factors of single rows, each from a sequence of its own: SHA-256 of the seed,
 * the side and the id is the whole state of the generator.
 */
public final class RowDraws {

  private final TrainingConfig config;
  private final String side;
  private final MessageDigest digest;

  /**
   * Makes a source of rows.
   *
   * @param side the users' or the items', which may have the same ids
   */
  public RowDraws(TrainingConfig config, String side) {
    this.config = config;
    this.side = side;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Writes the d factors of an id to where its row begins. */
  public void draw(String id, float[] values, int begin) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(key(id)));
    long[] state = {hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong()};
    ZigguratSampler.NormalizedGaussian gaussian =
        ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(state));
    float deviation = (float) config.initialDeviation();
    for (int k = 0; k < config.dim(); k++) {
      values[begin + k] = (float) gaussian.sample() * deviation;
    }
  }

  private byte[] key(String id) {
    return (config.seed() + " " + side + " " + id).getBytes(StandardCharsets.UTF_8);
  }
}
