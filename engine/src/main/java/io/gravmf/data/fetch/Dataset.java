package io.gravmf.data.fetch;

import java.util.Arrays;
import java.util.Optional;

/**
 * The data sets of GroupLens that can be fetched, with the checksums that it publishes: of the
 * archive, or of the ratings in it.
 */
public enum Dataset {
  /** 100 000 ratings, 1998. */
  ML_100K("ml-100k", 4_924_029, "0e33842e24a9c977be4e0107933c0723", "u.data", null),
  /** 1 000 209 ratings, 2003. */
  ML_1M("ml-1m", -1, "c4d9eecfca2ab87c1945afe126590906", "ratings.dat", null),
  /** 25 000 095 ratings, 2019. */
  ML_25M("ml-25m", 261_978_986, "6b51fb2759a8657d3bfcbfc42b592ada", "ratings.csv", null),
  /** 32 000 204 ratings, 2023. */
  ML_32M("ml-32m", -1, null, "ratings.csv", "cf12b74f9ad4b94a011f079e26d4270a");

  private final String id;
  private final long archiveBytes;
  private final String archiveMd5;
  private final String ratingsFile;
  private final String ratingsMd5;

  Dataset(String id, long archiveBytes, String archiveMd5, String ratingsFile, String ratingsMd5) {
    this.id = id;
    this.archiveBytes = archiveBytes;
    this.archiveMd5 = archiveMd5;
    this.ratingsFile = ratingsFile;
    this.ratingsMd5 = ratingsMd5;
  }

  /** Returns the data set of a name such as {@code ml-100k}. */
  public static Optional<Dataset> of(String id) {
    return Arrays.stream(values()).filter(dataset -> dataset.id.equals(id)).findFirst();
  }

  /** Returns the name, which is also the folder's. */
  public String id() {
    return id;
  }

  /** Returns the archive's size in bytes where it is known, or -1. */
  long archiveBytes() {
    return archiveBytes;
  }

  /** Returns the archive's MD5 in hexadecimal, or null where the ratings' is checked instead. */
  String archiveMd5() {
    return archiveMd5;
  }

  /** Returns the name of the ratings' file in the folder. */
  public String ratingsFile() {
    return ratingsFile;
  }

  /** Returns the MD5 of the ratings' file, or null where the archive's is checked instead. */
  String ratingsMd5() {
    return ratingsMd5;
  }

  /** Returns the terms in a few lines; the folder's README has them in full. */
  public String terms() {
    return String.join(
        System.lineSeparator(),
        "MovieLens is provided by GroupLens (University of Minnesota) for research. You may not",
        "redistribute it without permission, use it commercially without permission, or suggest an",
        "endorsement; publications cite Harper & Konstan 2015, \"The MovieLens Datasets: History and",
        "Context\". In full: the README in " + id + "/, or grouplens.org/datasets/movielens.");
  }
}
