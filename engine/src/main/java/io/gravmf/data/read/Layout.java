package io.gravmf.data.read;

import io.gravmf.data.text.Dialect;

/**
 * Where the columns of a ratings file are.
 *
 * @param format the layout in words
 * @param dialect how lines are divided into columns
 * @param decimal what precedes a rating's decimals
 * @param firstLine the first line that is not skipped
 * @param header whether that line names the columns
 * @param user place of the user's column, from 0, or -1 where all ratings are one user's
 * @param item place of the item's column, or -1 where lines of an item's id and a colon precede the
 *     ratings of that item
 * @param rating place of the rating's column
 * @param time place of the time's column, or -1
 * @param fewest how many columns each line has at least
 * @param most behind how many columns there are only empty ones
 * @param entries how many ratings the file says that it has, or -1 where it does not
 */
record Layout(
    String format,
    Dialect dialect,
    char decimal,
    long firstLine,
    boolean header,
    int user,
    int item,
    int rating,
    int time,
    int fewest,
    int most,
    long entries) {

  /** Returns whether lines of an item's id and a colon precede the ratings of that item. */
  boolean hasBlocks() {
    return item < 0;
  }

  /** Returns how many columns have to be kept. */
  int used() {
    return 1 + Math.max(Math.max(user, item), Math.max(rating, time));
  }
}
