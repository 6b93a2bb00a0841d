package io.gravmf.data.fetch;

import java.util.Arrays;
import java.util.Optional;

/**
 * The data sets of GroupLens that can be fetched, each with its archive's size and the MD5 that
 * GroupLens publishes beside it as {@code NAME.zip.md5}.
 */
public enum Dataset {
  /** 100 000 ratings, 1998. */
  ML_100K("ml-100k", 4_924_029, "0e33842e24a9c977be4e0107933c0723", "u.data", false),
  /** 1 000 209 ratings, 2003. */
  ML_1M("ml-1m", 5_917_549, "c4d9eecfca2ab87c1945afe126590906", "ratings.dat", false),
  /** 25 000 095 ratings, 2019. */
  ML_25M("ml-25m", 261_978_986, "6b51fb2759a8657d3bfcbfc42b592ada", "ratings.csv", true),
  /** 32 000 204 ratings, 2023. */
  ML_32M("ml-32m", 238_950_008, "d472be332d4daa821edc399621853b57", "ratings.csv", true);

  private final String id;
  private final long bytes;
  private final String md5;
  private final String ratingsFile;
  private final boolean redistributable;

  Dataset(String id, long bytes, String md5, String ratingsFile, boolean redistributable) {
    this.id = id;
    this.bytes = bytes;
    this.md5 = md5;
    this.ratingsFile = ratingsFile;
    this.redistributable = redistributable;
  }

  /**
   * What an archive is known by.
   *
   * @param bytes its size
   * @param md5 its MD5 in hexadecimal
   */
  record Archive(long bytes, String md5) {}

  /** Returns the data set of a name such as {@code ml-100k}. */
  public static Optional<Dataset> of(String id) {
    return Arrays.stream(values()).filter(dataset -> dataset.id.equals(id)).findFirst();
  }

  /** Returns the name, which is also the folder's. */
  public String id() {
    return id;
  }

  /** Returns what the archive is known by. */
  Archive archive() {
    return new Archive(bytes, md5);
  }

  /** Returns the name of the ratings' file in the folder. */
  public String ratingsFile() {
    return ratingsFile;
  }

  /** Returns the terms in a few lines; the folder's README has them in full. */
  public String terms() {
    return String.join(
        System.lineSeparator(),
        "MovieLens is provided by GroupLens (University of Minnesota) for research.",
        redistributable
            ? "You may redistribute it under these same terms only."
            : "You may not redistribute it without permission.",
        "You may not use it commercially without permission, or suggest an endorsement; publications",
        "cite Harper & Konstan 2015, \"The MovieLens Datasets: History and Context\".",
        "In full: the README in " + id + "/, or grouplens.org/datasets/movielens.");
  }
}
