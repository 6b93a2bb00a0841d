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
   * The map and its quality.
   *
   * @param map the map
   * @param klDivergence t-SNE's objective in three dimensions, in nats
   * @param iterations the steps that took
   */
  public record Placed(MovieMap map, double klDivergence, int iterations) {}

  /** How to place points in so many dimensions, and who hears of it. */
  public interface Placing {

    /** Returns how to place them. */
    TsneConfig config(int dimensions);

    /** Returns who hears of progress. */
    TsneListener listener(int dimensions);
  }

  /** Lays the map out in three dimensions and in two. */
  public Placed place(Placing how, List<Genre> styled) {
    FloatMatrix factors = factors();
    TsneResult solid = Tsne.embed(factors, how.config(3), how.listener(3));
    TsneResult flat = Tsne.embed(factors, how.config(2), how.listener(2));
    SimilarItems similar = new SimilarItems(factors, SimilarItems.Metric.COSINE);
    List<Movie> movies =
        IntStream.range(0, rows.length)
            .parallel()
            .mapToObj(
                k -> movie(k, solid.coordinates(), flat.coordinates(), similar.of(k, SIMILAR)))
            .toList();
    return new Placed(
        new MovieMap(note(how.config(3), solid, flat), styled, movies),
        solid.klDivergence(),
        solid.iterations());
  }

  private Movie movie(int k, FloatMatrix solid, FloatMatrix flat, List<ScoredItem> similar) {
    int row = rows[k];
    return new Movie(
        model.itemIds().id(row),
        title(row),
        genres.genre(row),
        profile.itemCount(row),
        profile.itemMean(row),
        solid.get(k, 0),
        solid.get(k, 1),
        solid.get(k, 2),
        List.of(flat.get(k, 0), flat.get(k, 1)),
        similar.stream().map(ScoredItem::item).toList(),
        similar.stream().map(ScoredItem::score).toList());
  }

  private String title(int row) {
    String ofModel = model.titles().isEmpty() ? null : model.titles().get(row);
    return genres.areKnown() || ofModel == null ? genres.title(row) : ofModel;
  }

  private FloatMatrix factors() {
    int dim = model.dim();
    FloatMatrix chosen = FloatMatrix.zeros(rows.length, dim);
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(model.itemFactors().values(), rows[k] * dim, chosen.values(), k * dim, dim);
    }
    return chosen;
  }

  private String note(TsneConfig config, TsneResult solid, TsneResult flat) {
    String which =
        rows.length < model.itemIds().size()
            ? "the " + rows.length + " most rated of " + model.itemIds().size() + " movies'"
            : "the movies'";
    return String.format(
        Locale.ROOT,
        "t-SNE of %s %d factors, in three dimensions and, apart from that, in two: perplexity %s,"
            + " seed %d, %d and %d iterations, KL divergence %.4f and %.4f. Only neighbourhoods"
            + " mean something: neither axes nor the distances between groups do. What is chosen"
            + " on one is ringed on both.",
        which,
        model.dim(),
        config.perplexity(),
        config.seed(),
        solid.iterations(),
        flat.iterations(),
        solid.klDivergence(),
        flat.klDivergence());
  }
}
