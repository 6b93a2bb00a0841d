package io.gravmf.cli.query;

import io.gravmf.cli.option.ItemsOptions;
import io.gravmf.data.items.Items;
import io.gravmf.data.items.TitleIndex;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.model.Model;

/** The titles of a model's items, where they are known. */
public final class Titles {

  private final Items items;

  private Titles(Items items) {
    this.items = items;
  }

  /** From a file of items if one was given, else from the sample if the model is of that. */
  public static Titles of(ItemsOptions options, Model model, SampleModel sample) {
    return new Titles(
        options.areGiven()
            ? options.read(model.itemIds())
            : sample.sample().map(EmbeddedSample::items).orElse(null));
  }

  /** Returns whether any titles are. */
  public boolean areKnown() {
    return items != null;
  }

  /** Returns an item's title, or null where it is not known. */
  public String of(int row) {
    return items == null ? null : items.title(row);
  }

  /** Makes an index of the known titles. */
  TitleIndex index() {
    return new TitleIndex(items);
  }
}
