package io.gravmf.format;

import io.gravmf.data.FloatMatrix;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Matrices as TensorBoard's embedding projector reads them: for each a file of tab-separated values
 * and one of labels, and {@code projector_config.pbtxt}, the text form of {@code
 * projector_config.proto}, which names them. TensorBoard looks for it beside event files.
 */
public final class ProjectorFiles {

  /** The file that names the others. */
  public static final String CONFIG = "projector_config.pbtxt";

  /** Names become file names, and need no quoting in the configuration. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  /** What would end a cell or a line, or is no text. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f]");

  private ProjectorFiles() {}

  /**
   * A matrix and the labels of its rows.
   *
   * @param name the matrix's name, of small letters, digits and hyphens
   * @param values a row for each point
   * @param columns names of the labels, the one shown at first in front; two or more, since the
   *     projector takes the first line of a single column for a label
   * @param labels a row's labels, as many as there are columns; control characters in them become
   *     blanks
   */
  public record Tensor(
      String name, FloatMatrix values, List<String> columns, IntFunction<List<String>> labels) {

    /**
     * @throws IllegalArgumentException if the name has other characters or there are fewer than two
     *     columns
     */
    public Tensor {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("'" + name + "' is no name of a tensor");
      }
      if (columns.size() < 2) {
        throw new IllegalArgumentException(columns + ", expected two columns or more");
      }
      columns = List.copyOf(columns);
    }

    private String file() {
      return name + ".tsv";
    }

    private String labelsFile() {
      return name + "-labels.tsv";
    }
  }

  /**
   * Writes matrices into a folder, all files or none.
   *
   * @throws io.gravmf.data.InvalidInputException if one cannot be written
   */
  public static void write(Path folder, List<Tensor> tensors) {
    List<AtomicFile.Part> parts = new ArrayList<>();
    for (Tensor tensor : tensors) {
      parts.add(part(folder.resolve(tensor.file()), out -> writeValues(tensor.values(), out)));
      parts.add(part(folder.resolve(tensor.labelsFile()), out -> writeLabels(tensor, out)));
    }
    // Last: what names the others is in place when they are.
    parts.add(new AtomicFile.Part(folder.resolve(CONFIG), AtomicFile.text(config(tensors))));
    AtomicFile.writeTogether(parts);
  }

  /** Writes lines to a text file. */
  private interface Lines {
    void writeTo(Writer out) throws IOException;
  }

  private static AtomicFile.Part part(Path file, Lines lines) {
    return new AtomicFile.Part(file, channel -> write(lines, channel));
  }

  /** The channel is not closed: its owner still has to force it to the disk. */
  private static void write(Lines lines, FileChannel channel) throws IOException {
    Writer out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    lines.writeTo(out);
    out.flush();
  }

  private static String config(List<Tensor> tensors) {
    StringBuilder config = new StringBuilder();
    for (Tensor tensor : tensors) {
      config
          .append("embeddings {\n")
          .append("  tensor_name: \"" + tensor.name() + "\"\n")
          .append("  tensor_shape: " + tensor.values().rows() + "\n")
          .append("  tensor_shape: " + tensor.values().columns() + "\n")
          .append("  tensor_path: \"" + tensor.file() + "\"\n")
          .append("  metadata_path: \"" + tensor.labelsFile() + "\"\n")
          .append("}\n");
    }
    return config.toString();
  }

  private static void writeValues(FloatMatrix values, Writer out) throws IOException {
    for (int row = 0; row < values.rows(); row++) {
      for (int column = 0; column < values.columns(); column++) {
        out.write(column == 0 ? "" : "\t");
        out.write(Float.toString(values.get(row, column)));
      }
      out.write('\n');
    }
  }

  private static void writeLabels(Tensor tensor, Writer out) throws IOException {
    writeLine(tensor.columns(), out);
    for (int row = 0; row < tensor.values().rows(); row++) {
      writeLine(tensor.labels().apply(row), out);
    }
  }

  private static void writeLine(List<String> cells, Writer out) throws IOException {
    StringJoiner line = new StringJoiner("\t", "", "\n");
    cells.forEach(cell -> line.add(CONTROL.matcher(cell).replaceAll(" ")));
    out.write(line.toString());
  }
}
