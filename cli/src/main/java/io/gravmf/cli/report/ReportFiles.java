package io.gravmf.cli.report;

import io.gravmf.train.HistoryCsv;
import java.nio.file.Path;

/** Writes a report: the page, a picture of each of its plots, and its tables. */
public final class ReportFiles {

  /** The page. */
  public static final String PAGE = "report.html";

  private ReportFiles() {}

  /**
   * Writes everything into a folder, each file as a whole, the page last.
   *
   * @throws io.gravmf.data.InvalidInputException if the folder cannot be written
   */
  public static void write(Path folder, Report report) {
    TsneCsv.write(folder.resolve("tsne.csv"), report.map());
    if (!report.history().isEmpty()) {
      HistoryCsv.write(folder.resolve("history.csv"), report.history());
      Picture.write(folder.resolve("loss.png"), LossPicture.draw(report.history()));
    }
    for (Distribution distribution : report.distributions()) {
      Picture.write(
          folder.resolve(distribution.file() + ".png"), HistogramPicture.draw(distribution));
    }
    if (report.genres() != null) {
      Picture.write(folder.resolve("genres.png"), GenrePicture.draw(report.genres().counts()));
    }
    Picture.write(folder.resolve("tsne.png"), MapPicture.draw(report.map()));
    if (report.predictions() != null) {
      Picture.write(
          folder.resolve("residuals.png"),
          HistogramPicture.drawResiduals(report.predictions().parts()));
      Picture.write(
          folder.resolve("predicted.png"), PredictionPicture.draw(report.predictions().parts()));
    }
    Page.write(folder.resolve(PAGE), report);
  }

  /** Returns the version of the library that draws on the page. */
  public static String plotlyVersion() {
    return Page.plotlyVersion();
  }
}
