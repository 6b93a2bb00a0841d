package io.gravmf.cli.query;

import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.TitleIndex;
import io.gravmf.model.Model;
import java.util.List;
import java.util.stream.IntStream;

/** The titles of a model's items, where they are known. */
public final class Titles {

  private final List<String> titles;

  private Titles(List<String> titles) {
    this.titles = titles;
  }

  /**
   * From a file of items if one was given, else as the model has them, else from the sample if the
   * model is of that.
   */
  public static Titles of(ItemsOptions options, Model model, SampleModel sample) {
    if (options.areGiven()) {
      return new Titles(list(options.read(model.itemIds())));
    }
    return new Titles(
        model.titles().isEmpty()
            ? sample.sample().map(found -> list(found.items())).orElse(List.of())
            : model.titles());
  }

  /** Returns the titles by row, null where an item has none. */
  public static List<String> list(Items items) {
    return IntStream.range(0, items.size()).mapToObj(items::title).toList();
  }

  /** Returns whether any titles are. */
  public boolean areKnown() {
    return !titles.isEmpty();
  }

  /** Returns an item's title, or null where it is not known. */
  public String of(int row) {
    return titles.isEmpty() ? null : titles.get(row);
  }

  /** Makes an index of the known titles. */
  TitleIndex index() {
    return new TitleIndex(titles);
  }
}
