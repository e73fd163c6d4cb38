package dev.lehr.activities.reports.html;

import dev.lehr.activities.reports.data.Overview;
import dev.lehr.activities.reports.data.StageInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page's title and its table of contents. */
final class Opening {

  /**
   * A section that a page may have.
   *
   * @param id its anchor
   * @param title in the table of contents
   */
  record Entry(String id, String title) {}

  private final ReportData data;
  private final Markup m;

  Opening(ReportData data, Markup m) {
    this.data = data;
    this.m = m;
  }

  void write() throws IOException {
    m.element("a", "Skip to the content", "class", "skip", "href", "#content");
    m.open("header", "class", "top");
    m.element("p", "Campaign" + revision(), "class", "kicker");
    m.element("h1", data.campaign().name());
    String description = data.definition().path("description").asText();
    if (!description.isEmpty()) {
      m.element("p", description, "class", "lead");
    }
    m.close("header");
    m.open("nav", "class", "toc", "aria-label", "Contents").open("ul");
    for (Entry entry : entries(data)) {
      m.open("li").element("a", entry.title(), "href", "#" + entry.id()).close("li");
    }
    m.close("ul").close("nav");
    m.own(
        "<noscript><p class=\"lead\" style=\"padding:20px\">Charts, tables of structures and"
            + " pictures need JavaScript; all numbers are in results.csv and results.jsonl"
            + " beside this file.</p></noscript>\n");
  }

  private String revision() {
    return data.campaign().current() ? "" : ", revision " + data.campaign().revision();
  }

  /** The sections that there are data for, in order. */
  static List<Entry> entries(ReportData data) {
    Overview o = data.overview();
    List<Entry> all = new ArrayList<>(List.of(new Entry("summary", "Summary")));
    all.add(new Entry("stages", "Stages"));
    if (o.stages().stream().anyMatch(s -> s.kind().equals("relax") && o.hasSteps(s.index()))) {
      all.add(new Entry("relaxation", "Convergence"));
    }
    if (o.has("formation_energy")) {
      all.add(new Entry("hull", "Convex hull"));
    }
    all.add(new Entry("structures", "Structures"));
    all.add(new Entry("chosen", "Structure"));
    if (o.has("eos_points")) {
      all.add(new Entry("eos", "Equation of state"));
    }
    if (o.has("elastic_tensor")) {
      all.add(new Entry("elastic", "Elasticity"));
    }
    if (o.has("bands") || o.has("dos")) {
      all.add(new Entry("phonons", "Phonons"));
    }
    if (!o.failures().isEmpty()) {
      all.add(new Entry("failures", "What did not come through"));
    }
    all.add(new Entry("provenance", "Provenance"));
    all.add(new Entry("citations", "Citations"));
    return all;
  }

  /** Whether a page has a section. */
  static boolean has(ReportData data, String id) {
    return entries(data).stream().anyMatch(entry -> entry.id().equals(id));
  }

  /** How long it took from being taken in to the last result; empty before there is one. */
  static Optional<Duration> elapsed(ReportData data) {
    return data.overview().last().map(l -> Duration.between(data.campaign().createdAt(), l));
  }

  /** Whether structures wait or run. */
  static boolean isRunning(ReportData data) {
    for (StageInfo stage : data.overview().stages()) {
      var counts = data.overview().counts(stage.index());
      if (counts.containsKey("pending") || counts.containsKey("running")) {
        return true;
      }
    }
    return false;
  }
}
