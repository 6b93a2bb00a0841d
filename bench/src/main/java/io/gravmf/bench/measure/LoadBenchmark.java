package io.gravmf.bench.measure;

import io.gravmf.data.Ratings;
import io.gravmf.data.read.RatingsReader;
import io.gravmf.data.read.ReadOptions;
import io.gravmf.data.read.ReadResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reading a file of ratings in each of the formats. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LoadBenchmark {

  /** Layout and packing of a file. */
  public enum Form {
    /** {@code u.data}: tabs, no header. */
    ML_100K("\t", ""),
    /** {@code ratings.dat}: {@code ::}, no header. */
    ML_1M("::", ""),
    /** {@code ratings.csv}: commas, a header. */
    CSV(",", "userId,movieId,rating,timestamp\n"),
    /** The same, packed by gzip. */
    CSV_GZIP(",", CSV.header),
    /** The same, packed by zip. */
    CSV_ZIP(",", CSV.header);

    private final String delimiter;
    private final String header;

    Form(String delimiter, String header) {
      this.delimiter = delimiter;
      this.header = header;
    }

    private OutputStream pack(OutputStream file) throws IOException {
      if (this == CSV_GZIP) {
        return new GZIPOutputStream(file);
      } else if (this == CSV_ZIP) {
        ZipOutputStream zip = new ZipOutputStream(file);
        zip.putNextEntry(new ZipEntry("ratings.csv"));
        return zip;
      }
      return file;
    }
  }

  /** Which form. */
  @Param({"ML_100K", "ML_1M", "CSV", "CSV_GZIP", "CSV_ZIP"})
  public Form form;

  /** Which ratings; see {@link BenchData}. */
  @Param(BenchData.SAMPLE)
  public String data;

  private Path file;

  /** Writes the file. */
  @Setup
  public void write() throws IOException {
    Ratings ratings = BenchData.ratings(data);
    file = Files.createTempFile("gravmf-bench", ".ratings");
    try (OutputStream bytes = form.pack(Files.newOutputStream(file));
        Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      out.write(form.header);
      StringBuilder line = new StringBuilder();
      for (int k = 0; k < ratings.size(); k++) {
        line.setLength(0);
        line.append(ratings.users()[k] + 1).append(form.delimiter);
        line.append(ratings.items()[k] + 1).append(form.delimiter);
        line.append((int) ratings.values()[k]).append(form.delimiter);
        out.append(line.append(ratings.timestamps().orElseThrow()[k]).append('\n'));
      }
    }
  }

  /** Removes the file. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  /** Reads the file. */
  @Benchmark
  public ReadResult read() {
    return RatingsReader.read(file, ReadOptions.DEFAULT);
  }
}
