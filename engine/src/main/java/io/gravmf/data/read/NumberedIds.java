package io.gravmf.data.read;

import io.gravmf.data.IdInterner;
import io.gravmf.data.text.Fields;
import java.nio.file.Path;
import java.util.List;

/** The users or the items of a file, and which of their ids was the first that is no integer. */
final class NumberedIds {

  private final String what;
  private final IdInterner ids = new IdInterner();
  private String firstText;
  private long firstTextLine;

  /**
   * @param what user or item, for messages
   */
  NumberedIds(String what) {
    this.what = what;
  }

  IdInterner ids() {
    return ids;
  }

  int number(RatingLine.Id id, long line) {
    if (id.text() == null) {
      return ids.number(id.number());
    }
    if (firstText == null) {
      firstText = id.text();
      firstTextLine = line;
    }
    return ids.number(id.text());
  }

  /** Says so where a few ids of text have made text of many integers. */
  void note(List<String> notes, Path file) {
    int integers = ids.integers();
    if (firstText != null && 2L * integers >= ids.count()) {
      notes.add(
          file
              + ":"
              + firstTextLine
              + ": the "
              + what
              + " id '"
              + Fields.shown(firstText)
              + "' is no integer, so all "
              + ids.count()
              + " are text and ordered as such ("
              + (ids.count() - integers)
              + " of them are no integers)");
    }
  }
}
