package io.gravmf.cli.notebook;

import io.gravmf.cli.report.Genre;
import io.gravmf.cli.report.Movie;
import io.gravmf.cli.report.RatingProfile;
import io.gravmf.cli.report.Report.MovieMap;
import io.gravmf.data.FloatMatrix;
import io.gravmf.embedding.Tsne;
import io.gravmf.embedding.TsneConfig;
import io.gravmf.embedding.TsneListener;
import io.gravmf.embedding.TsneResult;
import io.gravmf.model.Model;
import io.gravmf.model.ScoredItem;
import io.gravmf.model.SimilarItems;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Places a model's items in three dimensions, and finds for each the ten most similar. */
public final class MovieMaps {

  private static final int SIMILAR = 10;

  private final Model model;
  private final RatingProfile profile;
  private final MovieGenres genres;
  private final int[] rows;

  /**
   * Prepares a map.
   *
   * @param atMost how many items there may be on it; of more, those with most ratings are
   */
  public MovieMaps(Model model, RatingProfile profile, MovieGenres genres, int atMost) {
    this.model = model;
    this.profile = profile;
    this.genres = genres;
    this.rows = profile.mostRated(atMost);
  }

  /**
   * A map and its quality.
   *
   * @param map the map
   * @param klDivergence t-SNE's objective, in nats
   * @param iterations the steps it took
   */
  public record Placed(MovieMap map, double klDivergence, int iterations) {}

  /** Lays one map out. */
  public Placed place(TsneConfig config, List<Genre> styled, TsneListener listener) {
    FloatMatrix factors = factors();
    TsneResult result = Tsne.embed(factors, config, listener);
    SimilarItems similar = new SimilarItems(factors, SimilarItems.Metric.COSINE);
    List<Movie> movies =
        IntStream.range(0, rows.length)
            .parallel()
            .mapToObj(k -> movie(k, result.coordinates(), similar.of(k, SIMILAR)))
            .toList();
    return new Placed(
        new MovieMap(note(config, result), styled, movies),
        result.klDivergence(),
        result.iterations());
  }

  private Movie movie(int k, FloatMatrix places, List<ScoredItem> similar) {
    int row = rows[k];
    return new Movie(
        model.itemIds().id(row),
        genres.title(row),
        genres.genre(row),
        profile.itemCount(row),
        profile.itemMean(row),
        places.get(k, 0),
        places.get(k, 1),
        places.get(k, 2),
        similar.stream().map(ScoredItem::item).toList(),
        similar.stream().map(ScoredItem::score).toList());
  }

  private FloatMatrix factors() {
    int dim = model.dim();
    FloatMatrix chosen = FloatMatrix.zeros(rows.length, dim);
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(model.itemFactors().values(), rows[k] * dim, chosen.values(), k * dim, dim);
    }
    return chosen;
  }

  private String note(TsneConfig config, TsneResult result) {
    String which =
        rows.length < model.itemIds().size()
            ? "the " + rows.length + " most rated of " + model.itemIds().size() + " movies'"
            : "the movies'";
    return String.format(
        Locale.ROOT,
        "t-SNE of %s %d factors: perplexity %s, %d iterations, seed %d, KL divergence %.4f. Only"
            + " neighbourhoods mean something: neither axes nor the distances between groups do.",
        which,
        model.dim(),
        config.perplexity(),
        result.iterations(),
        config.seed(),
        result.klDivergence());
  }
}
