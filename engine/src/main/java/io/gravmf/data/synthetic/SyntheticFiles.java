package io.gravmf.data.synthetic;

import io.gravmf.data.items.Genres;
import io.gravmf.data.items.Items;
import io.gravmf.format.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/** Writes generated ratings and items in MovieLens' own layouts. */
public final class SyntheticFiles {

  private static final int BUFFER = 1 << 16;

  private SyntheticFiles() {}

  /** Which of MovieLens' layouts to write. */
  public enum Layout {
    /** {@code u.data}, {@code u.item} and {@code u.genre}. */
    ML_100K,
    /** {@code ratings.csv} and {@code movies.csv}. */
    CSV
  }

  /**
   * Writes the files into a folder, each as a whole, the ratings last.
   *
   * @return the files written, the ratings' last
   * @throws io.gravmf.data.InvalidInputException if they cannot be written
   */
  public static List<Path> write(Path folder, SyntheticRatings generator, Layout layout) {
    return layout == Layout.ML_100K ? writeMl100k(folder, generator) : writeCsv(folder, generator);
  }

  private static List<Path> writeMl100k(Path folder, SyntheticRatings generator) {
    Items items = generator.items();
    Genres genres = items.genres();
    Path genreFile = folder.resolve("u.genre");
    write(
        genreFile,
        StandardCharsets.ISO_8859_1,
        out -> {
          for (int genre = 0; genre < genres.size(); genre++) {
            out.write(genres.names().get(genre) + "|" + genre + "\n");
          }
        });
    Path itemFile = folder.resolve("u.item");
    write(
        itemFile,
        StandardCharsets.ISO_8859_1,
        out -> {
          for (int item = 0; item < items.size(); item++) {
            String title = items.title(item);
            String year = title.substring(title.length() - 5, title.length() - 1);
            StringBuilder line = new StringBuilder();
            line.append(item + 1).append('|').append(title).append("|01-Jan-").append(year);
            line.append("||");
            for (int genre = 0; genre < genres.size(); genre++) {
              line.append('|').append(items.has(item, genre) ? '1' : '0');
            }
            out.write(line.append('\n').toString());
          }
        });
    Path ratingFile = folder.resolve("u.data");
    writeRatings(ratingFile, generator, "", '\t', "");
    return List.of(genreFile, itemFile, ratingFile);
  }

  private static List<Path> writeCsv(Path folder, SyntheticRatings generator) {
    Items items = generator.items();
    Path itemFile = folder.resolve("movies.csv");
    write(
        itemFile,
        StandardCharsets.UTF_8,
        out -> {
          out.write("movieId,title,genres\n");
          for (int item = 0; item < items.size(); item++) {
            StringJoiner genres = new StringJoiner("|");
            for (int genre = 0; genre < items.genres().size(); genre++) {
              if (items.has(item, genre)) {
                genres.add(items.genres().names().get(genre));
              }
            }
            String title = items.title(item);
            String quoted = title.indexOf(',') < 0 ? title : '"' + title + '"';
            out.write((item + 1) + "," + quoted + "," + genres + "\n");
          }
        });
    Path ratingFile = folder.resolve("ratings.csv");
    writeRatings(ratingFile, generator, "userId,movieId,rating,timestamp\n", ',', ".0");
    return List.of(itemFile, ratingFile);
  }

  private static void writeRatings(
      Path file, SyntheticRatings generator, String header, char delimiter, String fraction) {
    write(
        file,
        StandardCharsets.UTF_8,
        out -> {
          out.write(header);
          StringBuilder line = new StringBuilder();
          generator.forEach(
              (user, item, rating, time) -> {
                line.setLength(0);
                line.append(user + 1).append(delimiter).append(item + 1).append(delimiter);
                line.append(rating).append(fraction).append(delimiter).append(time).append('\n');
                try {
                  out.append(line);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
        });
  }

  private interface Content {
    void writeTo(Writer out) throws IOException;
  }

  private static void write(Path file, Charset charset, Content content) {
    AtomicFile.write(
        file,
        channel -> {
          // Not closed: the channel is forced to the disk before its owner closes it.
          Writer out =
              new BufferedWriter(
                  new OutputStreamWriter(Channels.newOutputStream(channel), charset), BUFFER);
          try {
            content.writeTo(out);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
          out.flush();
        });
  }
}
