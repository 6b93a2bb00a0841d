package io.gravmf.embedding;

/** Hears of progress and may cancel. Called by the thread that embeds; it should return quickly. */
public interface TsneListener {

  /** A listener that hears nothing and never cancels. */
  TsneListener NONE = new TsneListener() {};

  /**
   * Called after every 50th iteration and the last.
   *
   * @param iteration how many iterations have been run
   * @param klDivergence of the layout before the iteration's step; never of exaggerated
   *     probabilities
   * @param gradientNorm Euclidean norm of the iteration's gradient, gains applied
   */
  default void onProgress(int iteration, double klDivergence, double gradientNorm) {}

  /** Asked before each iteration; true stops there. */
  default boolean isCancelled() {
    return false;
  }
}
