package io.gravmf.cli.query;

import io.gravmf.cli.option.RatingsOptions;
import io.gravmf.data.Ratings;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadResult;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.model.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whom to recommend to, and what they have rated already. */
public final class RecommendUsers {

  private static final String ALL = "all";

  @ArgGroup(multiplicity = "1")
  private Whom whom;

  @Option(
      names = "--ratings",
      paramLabel = "FILE",
      description = "What the model's users have rated, to leave it out.")
  private Path ratings;

  @Mixin private RatingsOptions options;

  @ArgGroup private Rated rated = new Rated();

  /** The users. */
  private static final class Whom {

    @Option(names = "--user", paramLabel = "ID", description = "A user of the model, or")
    private String user;

    @Option(
        names = "--users",
        paramLabel = "ID[,ID...]",
        description = {
          "several with commas between, or all, or; an id that has a comma itself stands",
          "alone or between double quotes."
        })
    private List<String> users;

    @Option(
        names = "--ratings-of",
        paramLabel = "FILE",
        description = {
          "new users: a file of their ratings, with or without a column of users;",
          "without one, all are one user's."
        })
    private Path newUsers;
  }

  /** What to do with items that a user has rated. */
  private static final class Rated {

    @Option(
        names = "--exclude-rated",
        description = "Leave out what a user has rated; the default where that is known.")
    private boolean exclude;

    @Option(names = "--include-rated", description = "Leave nothing out.")
    private boolean include;
  }

  /** Returns whether the user asked for a list of users. */
  public boolean areMany() {
    return whom.users != null;
  }

  /** Refuses options that contradict each other. */
  public void requireConsistent(CommandSpec spec) {
    if (whom.newUsers != null && ratings != null) {
      throw new ParameterException(
          spec.commandLine(), "--ratings-of has the new users' ratings, it excludes --ratings");
    }
    if (rated.include && ratings != null) {
      throw new ParameterException(
          spec.commandLine(), "--ratings is for leaving out, it excludes --include-rated");
    }
  }

  /**
   * Finds the users, folding new ones in, and what each has rated.
   *
   * @param log what is told of the ratings that were read
   */
  public Queries queries(Model model, SampleModel sample, CommandSpec spec, PrintWriter log) {
    if (whom.newUsers != null) {
      ReadResult read =
          RatingsReader.readNewUsers(whom.newUsers, options.toReadOptions(false), model.itemIds());
      RatingsOptions.report(read, log);
      Queries folded = Queries.ofNewUsers(model, read.ratings(), !rated.include);
      int without = read.ratings().userCount() - folded.size();
      if (without > 0) {
        log.println(without + " users have rated no item of the model and are left out");
      }
      return folded;
    }
    if (List.of(ALL).equals(whom.users)) {
      return Queries.ofAll(model, known(model, sample, spec, log));
    }
    List<String> ids =
        whom.users != null ? ListedIds.of(whom.users, model.userIds()) : List.of(whom.user);
    int[] rows = ids.stream().mapToInt(id -> ModelRows.of(model.userIds(), "user", id)).toArray();
    return Queries.ofModel(model, rows, known(model, sample, spec, log));
  }

  /** Returns the ratings to leave out, or null where nothing is. */
  private Ratings known(Model model, SampleModel sample, CommandSpec spec, PrintWriter log) {
    if (rated.include) {
      return null;
    }
    if (ratings != null) {
      ReadResult read =
          RatingsReader.read(
              ratings, options.toReadOptions(false), model.userIds(), model.itemIds());
      RatingsOptions.report(read, log);
      return read.ratings();
    }
    if (sample.sample().isPresent()) {
      return sample.sample().map(EmbeddedSample::ratings).get();
    }
    if (rated.exclude) {
      throw new ParameterException(spec.commandLine(), "--exclude-rated needs --ratings");
    }
    log.println("no --ratings, so items that a user has rated are not left out");
    return null;
  }
}
