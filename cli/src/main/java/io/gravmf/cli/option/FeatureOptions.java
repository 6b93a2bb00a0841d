package io.gravmf.cli.option;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.features.FeatureReader;
import io.gravmf.features.SideInformation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Files of what is known of users and items beside ratings. */
public final class FeatureOptions {

  private static final String USERS = "--user-features";
  private static final String ITEMS = "--item-features";

  @Option(
      names = USERS,
      paramLabel = "FILE",
      description = {
        "Of gibbs: what is known of users, such as u.user: an id, then numbers, or text of few",
        "kinds."
      })
  private Path users;

  @Option(
      names = ITEMS,
      paramLabel = "FILE",
      description = "Of gibbs: the same of items, such as u.item or movies.csv.")
  private Path items;

  private boolean said;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * Refuses files that nothing would read.
   *
   * @param sampler whether the optimiser takes features
   */
  void requireTaken(boolean sampler) {
    Path given = users != null ? users : items;
    if (given != null && !sampler) {
      throw new InvalidInputException(
          (users != null ? USERS : ITEMS) + " needs --optimizer gibbs, the only one to use it");
    }
  }

  /**
   * Reads the files for the ids of some ratings, and says on standard error what they gave, once.
   */
  synchronized SideInformation read(Ratings train) {
    SideInformation found =
        new SideInformation(
            read(users, USERS, train.userIds()), read(items, ITEMS, train.itemIds()));
    said = true;
    return found;
  }

  private Optional<FloatMatrix> read(Path file, String option, IdMap ids) {
    if (file == null) {
      return Optional.empty();
    }
    FeatureReader.Result read = FeatureReader.read(file, option, ids);
    if (!said) {
      PrintWriter log = command.commandLine().getErr();
      read.notes().forEach(log::println);
    }
    return Optional.of(read.matrix());
  }
}
