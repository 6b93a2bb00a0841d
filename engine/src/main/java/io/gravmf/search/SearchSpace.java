package io.gravmf.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * What is searched: settings by name, each with its range.
 *
 * @param settings in the order of the file
 */
public record SearchSpace(List<Setting> settings) {

  /** Odd, so that neighbouring trials and seeds have unrelated generators' seeds. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * A setting.
   *
   * @param name its name, an option of training without the dashes
   * @param range its values
   * @param line where it is in the file, from 1
   */
  public record Setting(String name, Range range, int line) {}

  /** Copies the settings. */
  public SearchSpace {
    settings = List.copyOf(settings);
  }

  /**
   * Draws a trial's settings, which depend on the seed and the trial's number alone.
   *
   * @param trial from 0
   */
  public Map<String, String> draw(long seed, int trial) {
    UniformRandomProvider random =
        RandomSource.XO_SHI_RO_256_PP.create(seed * GOLDEN + Integer.toUnsignedLong(trial));
    Map<String, String> drawn = new LinkedHashMap<>();
    settings.forEach(setting -> drawn.put(setting.name(), setting.range().draw(random)));
    return drawn;
  }
}
