package io.gravmf.cli.query;

import io.gravmf.data.DenseIds;
import io.gravmf.data.Split;
import io.gravmf.data.Splits;
import io.gravmf.data.synthetic.EmbeddedSample;
import io.gravmf.model.Model;
import java.util.Optional;

/**
 * The embedded sample of a model that was trained on it, whose ratings and titles need no files.
 */
public final class SampleModel {

  private final Model model;
  private Optional<EmbeddedSample> found;

  /** Takes a model that may be of the sample. */
  public SampleModel(Model model) {
    this.model = model;
  }

  /**
   * Returns the sample if the model was trained on it: if it has the sample's shape, and its split
   * of the sample is the one that it records. Looks once.
   */
  public Optional<EmbeddedSample> sample() {
    if (found == null) {
      found = isShaped() ? matching(EmbeddedSample.load()) : Optional.empty();
    }
    return found;
  }

  private boolean isShaped() {
    return model.userIds().equals(new DenseIds(EmbeddedSample.CONFIG.users()))
        && model.itemIds().equals(new DenseIds(EmbeddedSample.CONFIG.items()));
  }

  private Optional<EmbeddedSample> matching(EmbeddedSample sample) {
    Optional<Split> split = Splits.again(sample.ratings(), model.provenance().split(), null);
    return split.filter(model::wasTrainedOn).map(same -> sample);
  }
}
