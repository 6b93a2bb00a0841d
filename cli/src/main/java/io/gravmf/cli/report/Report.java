package io.gravmf.cli.report;

import io.gravmf.train.EpochReport;
import java.util.List;

/**
 * What a report shows; the page's script reads it in this form.
 *
 * @param title what was modelled, in a few words
 * @param subtitle one line more
 * @param made when and by which version
 * @param command the command line that made it
 * @param highlights the figures to see first
 * @param distributions how ratings are spread over users and movies
 * @param history the reported epochs; empty where the model was not trained here
 * @param genres the representative genres; null where none are known
 * @param map the movies in three dimensions and in two
 * @param predictions how well the model predicts
 * @param checks the sanity checks
 * @param facts configuration, machine, versions, timings
 */
public record Report(
    String title,
    String subtitle,
    String made,
    String command,
    List<Highlight> highlights,
    List<Distribution> distributions,
    List<EpochReport> history,
    GenreCounts genres,
    MovieMap map,
    Predictions predictions,
    List<Check> checks,
    List<Facts> facts) {

  /**
   * A figure to see first.
   *
   * @param name what it is
   * @param value the figure
   * @param note what to compare it with
   */
  public record Highlight(String name, String value, String note) {}

  /**
   * A check of the notebook's.
   *
   * @param name what is checked
   * @param text its figures
   * @param passed whether it holds
   */
  public record Check(String name, String text, boolean passed) {}

  /**
   * Facts under a heading.
   *
   * @param heading what they are about
   * @param rows the facts
   */
  public record Facts(String heading, List<Fact> rows) {}

  /**
   * A fact.
   *
   * @param name what it is
   * @param value what it is in this run
   */
  public record Fact(String name, String value) {}

  /**
   * How many movies each genre represents.
   *
   * @param note what a reader has to know of the counts
   * @param counts the genres, in the order of their indices
   */
  public record GenreCounts(String note, List<Genre> counts) {}

  /**
   * The movies where t-SNE has placed them.
   *
   * @param note how it was made
   * @param genres what the movies are divided into
   * @param movies the movies
   */
  public record MovieMap(String note, List<Genre> genres, List<Movie> movies) {}

  /**
   * How well the model predicts.
   *
   * @param note how to read it
   * @param parts the training part, then the validation part where there is one
   */
  public record Predictions(String note, List<Fit> parts) {}
}
