package io.gravmf.cli.option;

import io.gravmf.data.FloatMatrix;
import io.gravmf.data.IdMap;
import io.gravmf.data.InvalidInputException;
import io.gravmf.data.Ratings;
import io.gravmf.data.text.TextOptions;
import io.gravmf.features.FeatureReader;
import io.gravmf.features.SideInformation;
import java.io.PrintWriter;
import java.nio.charset.Charset;
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

  @Option(names = "--user-features-member", paramLabel = "NAME", description = "As --member.")
  private String userMember;

  @Option(
      names = "--user-features-encoding",
      paramLabel = "E",
      description = "As --encoding.",
      converter = EncodingConverter.class)
  private Charset userEncoding;

  @Option(
      names = "--user-features-unpack-limit",
      paramLabel = "N",
      description = "As --unpack-limit.")
  private long userUnpackLimit = TextOptions.DEFAULT_UNPACK_LIMIT;

  @Option(names = "--item-features-member", paramLabel = "NAME", description = "As --member.")
  private String itemMember;

  @Option(
      names = "--item-features-encoding",
      paramLabel = "E",
      description = "As --encoding.",
      converter = EncodingConverter.class)
  private Charset itemEncoding;

  @Option(
      names = "--item-features-unpack-limit",
      paramLabel = "N",
      description = "As --unpack-limit.")
  private long itemUnpackLimit = TextOptions.DEFAULT_UNPACK_LIMIT;

  private boolean said;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * Refuses files that nothing would read.
   *
   * @param sampler whether the optimiser takes features
   */
  void requireTaken(boolean sampler) {
    requireFile(users, USERS, userMember, userEncoding, userUnpackLimit);
    requireFile(items, ITEMS, itemMember, itemEncoding, itemUnpackLimit);
    Path given = users != null ? users : items;
    if (given != null && !sampler) {
      throw new InvalidInputException(
          (users != null ? USERS : ITEMS) + " needs --optimizer gibbs, the only one to use it");
    }
  }

  private static void requireFile(
      Path file, String option, String member, Charset encoding, long unpackLimit) {
    boolean given =
        member != null || encoding != null || unpackLimit != TextOptions.DEFAULT_UNPACK_LIMIT;
    if (given && file == null) {
      throw new InvalidInputException(
          option + "-member, -encoding and -unpack-limit need " + option);
    }
  }

  /**
   * Reads the files for the ids of some ratings, and says on standard error what they gave, once.
   */
  synchronized SideInformation read(Ratings train) {
    SideInformation found =
        new SideInformation(
            read(
                users,
                USERS,
                text(USERS, userMember, userEncoding, userUnpackLimit),
                train.userIds()),
            read(
                items,
                ITEMS,
                text(ITEMS, itemMember, itemEncoding, itemUnpackLimit),
                train.itemIds()));
    said = true;
    return found;
  }

  private static TextOptions text(
      String option, String member, Charset encoding, long unpackLimit) {
    return TextOptions.DEFAULT
        .withPrefix(option + "-")
        .withEncoding(encoding)
        .withMember(member)
        .withUnpackLimit(unpackLimit);
  }

  private Optional<FloatMatrix> read(Path file, String option, TextOptions text, IdMap ids) {
    if (file == null) {
      return Optional.empty();
    }
    FeatureReader.Result read = FeatureReader.read(file, option, ids, text);
    if (!said) {
      PrintWriter log = command.commandLine().getErr();
      read.notes().forEach(log::println);
    }
    return Optional.of(read.matrix());
  }
}
