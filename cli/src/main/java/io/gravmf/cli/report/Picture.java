package io.gravmf.cli.report;

import io.gravmf.format.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The look that all pictures share, made for paper: black on white, no title, large letters. */
final class Picture {

  static final int WIDTH = 800;
  static final int HEIGHT = 520;

  static final Color INK = new Color(0x1A1D23);
  static final Color BLUE = new Color(0x0072B2);
  static final Color ORANGE = new Color(0xE69F00);
  static final Color GREEN = new Color(0x009E73);
  static final Color VERMILLION = new Color(0xD55E00);

  /** Pixels for each unit of the layout: 1600 across are 300 per inch at 13.5 cm. */
  private static final int SCALE = 2;

  private static final Color GRID = new Color(0xDFE2E8);
  private static final int LETTERS = 16;

  private Picture() {}

  /**
   * Returns whether this Java can draw text: it cannot where the machine has no fonts, which is
   * usual for servers and containers.
   */
  static boolean isPossible() {
    try {
      return new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS)
              .getStringBounds("0", new FontRenderContext(null, true, true))
              .getWidth()
          > 0;
    } catch (RuntimeException | LinkageError | InternalError e) {
      System.getLogger(Picture.class.getName())
          .log(System.Logger.Level.DEBUG, "no text can be drawn", e);
      return false;
    }
  }

  /** Gives a chart the common look, its legend below the plot where it covers nothing. */
  static void style(AxesChartStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS);
    styler.setAxisTitleFont(font).setAxisTickLabelsFont(font);
    styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
    styler.setAxisTickMarksColor(INK).setAxisTickLabelsColor(INK);
    styler.setXAxisTickMarkSpacingHint(90).setYAxisTickMarkSpacingHint(55);
    styler.setAxisTitlePadding(8);
    common(styler, font);
  }

  private static void common(Styler styler, Font font) {
    styler.setLocale(Locale.ROOT);
    styler.setLegendFont(font).setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
    styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false).setChartTitleVisible(false).setChartFontColor(INK);
    styler.setChartPadding(16).setLegendPadding(14);
  }

  static void write(Path file, Chart<?, ?> chart) {
    BufferedImage image =
        new BufferedImage(
            SCALE * chart.getWidth(), SCALE * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    AtomicFile.write(file, channel -> encode(image, channel));
  }

  private static void encode(BufferedImage image, FileChannel channel) throws IOException {
    // In memory: other streams of ImageIO's cannot be made while Ctrl-C is ending the JVM. The
    // channel is not closed, its owner still has to force it to the disk.
    try (ImageOutputStream out =
        new MemoryCacheImageOutputStream(Channels.newOutputStream(channel))) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this Java cannot write PNG files");
      }
    }
  }
}
