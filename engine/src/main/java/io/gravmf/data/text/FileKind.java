package io.gravmf.data.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Files that are no text, told by their first bytes, and what makes text of them. */
enum FileKind {
  XZ("xz-compressed data", "unpack it: xz -d", 0xfd, '7', 'z', 'X', 'Z', 0),
  BZIP2("bzip2-compressed data", "unpack it: bunzip2", "BZh91AY&SY", "BZh11AY&SY", "BZh61AY&SY"),
  ZSTANDARD("Zstandard-compressed data", "unpack it: unzstd", 0x28, 0xb5, 0x2f, 0xfd),
  LZ4("LZ4-compressed data", "unpack it: unlz4", 0x04, 0x22, 0x4d, 0x18),
  COMPRESS("data packed by compress", "unpack it: uncompress", 0x1f, 0x9d),
  SEVEN_ZIP("a 7z archive", "unpack it: 7z x", '7', 'z', 0xbc, 0xaf, 0x27, 0x1c),
  RAR("a RAR archive", "unpack it: unrar x", 'R', 'a', 'r', '!', 0x1a, 0x07),
  PARQUET("a Parquet file", "write it as CSV (pandas.read_parquet, then to_csv)", "PAR1\25"),
  ARROW("an Arrow file", "write it as CSV (pandas.read_feather, then to_csv)", "ARROW1\0\0"),
  SQLITE("an SQLite database", "write the table as CSV: sqlite3 -csv", "SQLite format 3\0"),
  HDF5("an HDF5 file", "write it as CSV (pandas.read_hdf, then to_csv)", 0x89, 'H', 'D', 'F'),
  OFFICE("an old Office document", "save the sheet as CSV", 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1),
  NPY("a NumPy array", "write it as text: numpy.savetxt", 0x93, 'N', 'U', 'M', 'P', 'Y'),
  MATLAB("a MATLAB file", "write it as text: writematrix", "MATLAB 5.0 MAT-file"),
  PDF("a PDF document", "save the table as CSV", "%PDF-"),
  HTML("a web page", "was the address that of a page?", "<!DOCTYPE html", "<!doctype html", "<html");

  /** No first bytes are longer. */
  static final int LONGEST = 24;

  private final String description;
  private final String wayOut;
  private final byte[][] starts;

  FileKind(String description, String wayOut, int... start) {
    this.description = description;
    this.wayOut = wayOut;
    starts = new byte[1][start.length];
    for (int k = 0; k < start.length; k++) {
      starts[0][k] = (byte) start[k];
    }
  }

  FileKind(String description, String wayOut, String... starts) {
    this.description = description;
    this.wayOut = wayOut;
    this.starts = new byte[starts.length][];
    for (int k = 0; k < starts.length; k++) {
      this.starts[k] = starts[k].getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** Returns what is wrong with a file that starts so, or null where nothing is known. */
  static String problem(byte[] start) {
    for (FileKind kind : values()) {
      for (byte[] known : kind.starts) {
        if (start.length >= known.length
            && Arrays.equals(start, 0, known.length, known, 0, known.length)) {
          return "found " + kind.description + ", expected text, gzip or zip; " + kind.wayOut;
        }
      }
    }
    return null;
  }
}
