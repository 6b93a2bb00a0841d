package io.gravmf.data.text;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Names files that are no text, told by their first bytes, and what makes text of them. */
final class FileKind {

  /** How many bytes tell. */
  static final int LONGEST = 24;

  private static final List<FileKind> KNOWN =
      List.of(
          kind("xz-compressed data", "unpack it: xz -d", "\u00fd7zXZ\0"),
          kind("bzip2-compressed data", "unpack it: bunzip2", "BZh91AY&SY", "BZh11AY&SY"),
          kind("Zstandard-compressed data", "unpack it: unzstd", "(\u00b5/\u00fd"),
          kind("LZ4-compressed data", "unpack it: unlz4", "\4\"M\30"),
          kind("data packed by compress", "unpack it: uncompress", "\37\u009d"),
          kind("a 7z archive", "unpack it: 7z x", "7z\u00bc\u00af'\34"),
          kind("a RAR archive", "unpack it: unrar x", "Rar!\32\7"),
          kind("a Parquet file", "write it as CSV (pandas.read_parquet, then to_csv)", "PAR1\25"),
          kind("an Arrow file", "write it as CSV (pandas.read_feather, then to_csv)", "ARROW1\0\0"),
          kind("an SQLite database", "write the table as CSV: sqlite3 -csv", "SQLite format 3\0"),
          kind("an HDF5 file", "write it as CSV (pandas.read_hdf, then to_csv)", "\u0089HDF"),
          kind(
              "an old Office document",
              "save the sheet as CSV",
              "\u00d0\u00cf\21\u00e0\u00a1\u00b1"),
          kind("a NumPy array", "write it as text: numpy.savetxt", "\u0093NUMPY"),
          kind("a MATLAB file", "write it as text: writematrix", "MATLAB 5.0 MAT-file"),
          kind("a PDF document", "save the table as CSV", "%PDF-"),
          kind(
              "a web page",
              "was the address that of a page?",
              "<!DOCTYPE html",
              "<!doctype html",
              "<html"));

  private final String description;
  private final String wayOut;
  private final List<String> starts;

  private FileKind(String description, String wayOut, List<String> starts) {
    this.description = description;
    this.wayOut = wayOut;
    this.starts = starts;
  }

  /** Takes the first bytes, a character each. */
  private static FileKind kind(String description, String wayOut, String... starts) {
    return new FileKind(description, wayOut, List.of(starts));
  }

  /** Returns what is wrong with a file that starts so, or null where nothing is known. */
  static String problem(byte[] start) {
    String characters = new String(start, StandardCharsets.ISO_8859_1);
    for (FileKind kind : KNOWN) {
      if (kind.starts.stream().anyMatch(characters::startsWith)) {
        return "found " + kind.description + ", expected text, gzip or zip; " + kind.wayOut;
      }
    }
    return null;
  }
}
