package io.gravmf.cli.report;

import io.gravmf.train.HistoryCsv;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.knowm.xchart.internal.chartpart.Chart;

/** Writes a report: the page, a picture of each of its plots, and its tables. */
public final class ReportFiles {

  /** The page. */
  public static final String PAGE = "report.html";

  private ReportFiles() {}

  /**
   * Writes everything into a folder, each file as a whole.
   *
   * @param isSafe whether ids and titles in tables must not begin as formulas do
   * @return whether the pictures are among it; they are not where this machine has no fonts
   * @throws io.gravmf.data.InvalidInputException if the folder cannot be written
   */
  public static boolean write(Path folder, Report report, boolean isSafe) {
    TsneCsv.write(folder.resolve("tsne.csv"), report.map(), isSafe);
    if (!report.history().isEmpty()) {
      HistoryCsv.write(folder.resolve("history.csv"), report.history());
    }
    Page.write(folder.resolve(PAGE), report);
    boolean drawable = Picture.isPossible();
    if (drawable) {
      // PNG compresses slowly, and on one thread.
      draw(report).entrySet().parallelStream()
          .forEach(e -> Picture.write(folder.resolve(e.getKey() + ".png"), e.getValue()));
    }
    return drawable;
  }

  private static Map<String, Chart<?, ?>> draw(Report report) {
    Map<String, Chart<?, ?>> charts = new LinkedHashMap<>();
    for (Distribution distribution : report.distributions()) {
      charts.put(distribution.file(), HistogramPicture.draw(distribution));
    }
    if (!report.history().isEmpty()) {
      charts.put("loss", LossPicture.draw(report.history()));
    }
    if (report.genres() != null) {
      charts.put("genres", GenrePicture.draw(report.genres().counts()));
    }
    MapPicture.draw(report.map()).ifPresent(chart -> charts.put("tsne", chart));
    MapPicture.drawFlat(report.map()).ifPresent(chart -> charts.put("tsne-2d", chart));
    charts.put("residuals", HistogramPicture.drawResiduals(report.predictions().parts()));
    charts.put("predicted", PredictionPicture.draw(report.predictions().parts()));
    return charts;
  }

  /** Returns the version of the library that draws on the page. */
  public static String plotlyVersion() {
    return Page.plotlyVersion();
  }
}
