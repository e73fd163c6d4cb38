package dev.lehr.activities.reports.html;

import java.io.IOException;
import java.io.Writer;

/** Writes the page. */
final class HtmlReport {

  /** Characters of arrays and geometries in a page, all structures together. */
  static final long BUDGET = 32L << 20;

  private final ReportData data;

  HtmlReport(ReportData data) {
    this.data = data;
  }

  void write(Writer page) throws IOException {
    String charts = Assets.charts();
    String script = Assets.script();
    Markup m = new Markup(page);
    head(m, Assets.digest(charts) + " " + Assets.digest(script));
    new Opening(data, m).write();
    m.open("main", "id", "content");
    new Findings(data, m).write();
    new Background(data, m).write();
    m.close("main");
    footer(m);
    new Embedded(data, page, BUDGET).write();
    m.own("<script>").own(charts).own("</script>\n");
    m.own("<script>").own(script).own("</script>\n</body>\n</html>\n");
  }

  /** Scripts that are not ours do not run, and nothing is loaded. */
  private void head(Markup m, String scripts) throws IOException {
    m.own("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    m.open(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src "
            + scripts);
    m.own("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    m.own("<meta name=\"color-scheme\" content=\"light dark\">\n");
    m.open("meta", "name", "generator", "content", "Lehr " + data.version()).own("\n");
    m.element("title", data.campaign().name() + " \u2013 Lehr");
    m.own("<style>\n").own(Assets.style()).own("</style>\n</head>\n<body>\n");
  }

  private void footer(Markup m) throws IOException {
    m.open("footer");
    m.open("p");
    m.text("Made by Lehr " + data.version() + " from the campaign's ledger alone. Charts: Apache ");
    m.text(
        "ECharts " + Assets.chartsVersion() + " (Apache License 2.0), which includes ZRender and ");
    m.text("parts of d3 (BSD 3-Clause) and tslib (0BSD).");
    m.close("p");
    m.close("footer");
  }
}
