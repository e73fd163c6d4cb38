package dev.lehr.activities.reports.html;

import dev.lehr.activities.reports.data.Failure;
import dev.lehr.activities.reports.data.StageInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was found: summary, funnel, and the places where charts and tables are drawn. */
final class Findings {

  private static final List<String> STATUSES =
      List.of(
          "converged",
          "max_iterations",
          "filtered",
          "failed",
          "rejected",
          "cancelled",
          "running",
          "pending",
          "skipped");

  private final ReportData data;
  private final Markup m;

  Findings(ReportData data, Markup m) {
    this.data = data;
    this.m = m;
  }

  void write() throws IOException {
    summary();
    stages();
    for (String id : List.of("relaxation", "hull")) {
      place(id);
    }
    structures();
    for (String id : List.of("chosen", "eos", "elastic", "phonons")) {
      place(id);
    }
  }

  /** A section whose markup is all ours: a resource. */
  private void place(String id) throws IOException {
    if (Opening.has(data, id)) {
      m.own(Assets.section(id));
    }
  }

  private void summary() throws IOException {
    m.open("section", "id", "summary").element("h2", "Summary");
    if (Opening.isRunning(data)) {
      m.element("p", "The campaign is not done: this is how far it is.", "class", "hint");
    }
    m.open("dl", "class", "tiles");
    tile("Structures", Shown.count(data.overview().structures()), "");
    StageInfo last = data.overview().stages().get(data.overview().stages().size() - 1);
    long through = data.overview().counts(last.index()).getOrDefault("converged", 0L);
    tile("Through all stages", Shown.count(through), "converged in " + last.id());
    tile("Stages", Shown.count(data.overview().stages().size()), kinds());
    if (!data.modelName().isEmpty()) {
      tile("Model", data.modelName(), data.model().summary());
    }
    Optional<Duration> elapsed = Opening.elapsed(data);
    if (elapsed.isPresent()) {
      String shown = Shown.duration(elapsed.get().toMillis() / 1e3);
      tile("Elapsed", shown, "from start to last result");
    }
    if (data.slices().steps() > 0) {
      String steps = Shown.count(data.slices().steps(), "step", "steps");
      tile("Device occupied", Shown.percent(data.slices().occupancy()), steps);
    }
    m.close("dl");
    notes();
    m.close("section");
  }

  private String kinds() {
    return String.join(" \u2192 ", data.overview().stages().stream().map(StageInfo::id).toList());
  }

  private void tile(String title, String value, String small) throws IOException {
    m.open("div", "class", "tile").element("dt", title);
    m.open("dd", "class", value.length() > 10 ? "long" : "").text(value);
    if (!small.isEmpty()) {
      m.element("small", small);
    }
    m.close("dd").close("div");
  }

  private void notes() throws IOException {
    List<Failure> warnings = data.overview().warnings();
    if (data.model().notes().isEmpty() && warnings.isEmpty()) {
      return;
    }
    m.open("div", "class", "notes", "id", "notes").element("h3", "Know before use").open("ul");
    for (String note : data.model().notes()) {
      m.element("li", note);
    }
    for (Failure w : warnings.stream().limit(12).toList()) {
      String whose = Shown.count(w.count(), "structure", "structures");
      String among = w.count() > 1 ? ", for one of them: " : ": ";
      m.element("li", w.stage() + ", " + whose + among + w.reason());
    }
    if (warnings.size() > 12) {
      m.element("li", (warnings.size() - 12) + " more kinds of warnings: see results.jsonl.");
    }
    m.close("ul").close("div");
  }

  private void stages() throws IOException {
    m.open("section", "id", "stages").element("h2", "Stages");
    m.element(
        "p", "How many structures came to each stage, and what became of them.", "class", "hint");
    List<String> shown = shownStatuses();
    m.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Stages");
    m.open("table").open("thead").open("tr");
    m.element("th", "stage", "scope", "col").element("th", "kind", "scope", "col");
    m.element("th", "entered", "scope", "col", "class", "num");
    for (String status : shown) {
      m.open("th", "scope", "col", "class", "num");
      m.own("<span class=\"key " + styleOf(status) + "\"></span>");
      m.text(status.replace('_', ' ')).close("th");
    }
    m.close("tr").close("thead").open("tbody");
    for (StageInfo stage : data.overview().stages()) {
      stage(stage, shown);
    }
    m.close("tbody").close("table").close("div").close("section");
  }

  private List<String> shownStatuses() {
    Map<String, Boolean> there = new LinkedHashMap<>();
    STATUSES.forEach(s -> there.put(s, s.equals("converged")));
    for (StageInfo stage : data.overview().stages()) {
      data.overview().counts(stage.index()).keySet().forEach(s -> there.put(s, true));
    }
    List<String> shown = new ArrayList<>();
    there.forEach(
        (status, is) -> {
          if (is) {
            shown.add(status);
          }
        });
    return shown;
  }

  private void stage(StageInfo stage, List<String> shown) throws IOException {
    Map<String, Long> counts = data.overview().counts(stage.index());
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long entered = all - counts.getOrDefault("skipped", 0L) - counts.getOrDefault("pending", 0L);
    m.open("tr").open("th", "scope", "row").text(stage.id());
    m.open("div", "class", "bar", "aria-hidden", "true");
    for (String status : shown) {
      double share = 100.0 * counts.getOrDefault(status, 0L) / Math.max(1, all);
      if (share > 0 && !status.equals("skipped") && !status.equals("pending")) {
        String width = String.format(Locale.ROOT, "width:%.3f%%", share);
        m.open("i", "class", styleOf(status), "style", width).close("i");
      }
    }
    m.close("div").close("th").element("td", stage.kind());
    m.element("td", Shown.count(entered), "class", "num");
    for (String status : shown) {
      m.element("td", Shown.count(counts.getOrDefault(status, 0L)), "class", "num");
    }
    m.close("tr");
  }

  private static String styleOf(String status) {
    return switch (status) {
      case "converged", "max_iterations", "failed", "rejected", "filtered" -> "s-" + status;
      default -> "s-other";
    };
  }

  private void structures() throws IOException {
    m.open("section", "id", "structures").element("h2", "Structures");
    m.element("p", limits(), "class", "hint", "id", "limits");
    m.own(Assets.section("structures"));
    m.close("section");
  }

  private String limits() {
    long all = data.overview().structures();
    StringBuilder text = new StringBuilder("Choose one to see it below; a heading sorts.");
    if (all > Embedded.MOST_ROWS) {
      text.append(" The table has the first ").append(Shown.count(Embedded.MOST_ROWS));
      text.append(" of ").append(Shown.count(all)).append(" structures.");
    }
    if (all > Embedded.MOST_EXACT) {
      text.append(" Numbers here have seven digits.");
    }
    if (all > data.chosen().size()) {
      text.append(" Arrays and pictures are here for the ");
      text.append(Shown.count(data.chosen().size())).append(" that got furthest.");
    }
    return text.append(" All numbers, to the bit: results.csv and results.jsonl.").toString();
  }
}
