package io.gravmf.evaluate;

/**
 * A figure of an evaluation, with what it means: tools differ in what they call by one name.
 *
 * @param name such as {@code ndcg@10}
 * @param definition one line
 * @param value the figure; not a number where there was nothing to compute it of
 * @param usersError the standard error of the mean over users, of a figure that is one; else not a
 *     number
 */
public record Figure(String name, String definition, double value, double usersError) {

  /** A figure that is no mean over users. */
  public Figure(String name, String definition, double value) {
    this(name, definition, value, Double.NaN);
  }
}
