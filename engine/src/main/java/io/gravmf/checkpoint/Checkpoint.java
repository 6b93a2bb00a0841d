package io.gravmf.checkpoint;

import io.gravmf.backend.Backend;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Split;
import io.gravmf.train.RunState;
import io.gravmf.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A run that can go on.
 *
 * @param run where it is
 * @param settings what it was trained on and how, by name: see {@link RunIdentity}
 * @param notes what may change bits without being a setting, by name
 */
public record Checkpoint(RunState run, Map<String, String> settings, Map<String, String> notes) {

  static final String OPTIMIZER = "optimizer";

  /** Differences that a message names; who has more to correct looks for another run. */
  private static final int MOST_NAMED = 5;

  /** Copies the maps. */
  public Checkpoint {
    Objects.requireNonNull(run, "run");
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** Returns the same settings and notes for another state of the run. */
  public Checkpoint at(RunState later) {
    return new Checkpoint(later, settings, notes);
  }

  /**
   * Refuses to go on with other data or settings.
   *
   * @param source what this was read from, named in the message
   * @throws InvalidInputException if any differs, which the message names; or the matrices are not
   *     of the size that the settings claim; or something is missing that such a run has
   */
  public void requireFits(String source, Split split, TrainingConfig config, Backend backend) {
    List<String> different =
        EarlierIdentity.isIn(settings)
            ? EarlierIdentity.differences(settings, split, config)
            : differences(settings, RunIdentity.of(split, config, backend));
    if (!different.isEmpty()) {
      throw new InvalidInputException(source + ": is of another run: " + shortened(different));
    }
    if (EarlierIdentity.isIn(settings) && config.earlyStopPatience() > 0) {
      throw new InvalidInputException(
          source
              + ": is of a version that kept nothing of early stopping, expected to go on without");
    }
    new RunChecks(source, run, split, config).require();
  }

  /** Says which notes differ, each in a few words. */
  public List<String> different(Map<String, String> present) {
    return EarlierIdentity.isIn(settings)
        ? List.of("it is of a version that kept neither backend nor seed")
        : differences(notes, present);
  }

  private static String shortened(List<String> different) {
    int more = different.size() - MOST_NAMED;
    return more <= 1
        ? String.join("; ", different)
        : String.join("; ", different.subList(0, MOST_NAMED)) + "; and " + more + " more";
  }

  /** Where optimisers differ, so do all of their settings, which says nothing more. */
  private static List<String> differences(Map<String, String> there, Map<String, String> here) {
    TreeSet<String> names = new TreeSet<>(there.keySet());
    names.addAll(here.keySet());
    boolean both = there.containsKey(OPTIMIZER) && here.containsKey(OPTIMIZER);
    if (both && !there.get(OPTIMIZER).equals(here.get(OPTIMIZER))) {
      names.removeIf(name -> !there.containsKey(name) || !here.containsKey(name));
    }
    List<String> different = new ArrayList<>();
    for (String name : names) {
      String found = there.get(name);
      String expected = here.get(name);
      if (!Objects.equals(found, expected)) {
        different.add(name + " is " + shown(found) + " there, " + shown(expected) + " here");
      }
    }
    return different;
  }

  private static String shown(String value) {
    return value == null ? "not set" : value;
  }
}
