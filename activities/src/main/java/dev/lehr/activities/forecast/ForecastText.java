package dev.lehr.activities.forecast;

import dev.lehr.activities.ledger.StageGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A forecast for people. */
public final class ForecastText {

  private static final int NAMED = 5;

  private final Forecast forecast;
  private final StringBuilder text = new StringBuilder();

  private ForecastText(Forecast forecast) {
    this.forecast = forecast;
  }

  /** The text, several lines. */
  public static String of(Forecast forecast) {
    ForecastText writer = new ForecastText(forecast);
    writer.head();
    writer.graph();
    writer.counts();
    writer.costs();
    return writer.text.toString();
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
        .append(System.lineSeparator());
  }

  private void head() {
    List<String> bad = forecast.rejections();
    line(
        "%s: %d structures%s; model %s",
        forecast.name(),
        forecast.structures(),
        bad.isEmpty() ? "" : ", " + bad.size() + " more are set aside",
        forecast.model());
    bad.stream().limit(NAMED).forEach(r -> line("  set aside: %s", r));
    if (bad.size() > NAMED) {
      line("  set aside: %d more", bad.size() - NAMED);
    }
    line("'lehr run' %s", forecast.run().kind().meaning());
    forecast.run().differences().forEach(d -> line("  %s", d));
  }

  private int width(java.util.function.Function<StageForecast, String> of, String head) {
    return forecast.stages().stream()
        .mapToInt(s -> of.apply(s).length())
        .reduce(head.length(), Math::max);
  }

  /** Each stage on a line of its own, phases apart. */
  private void graph() {
    int ids = width(StageForecast::id, "");
    int kinds = width(StageForecast::kind, "");
    int phase = 0;
    line("");
    for (StageForecast s : forecast.stages()) {
      if (s.phase() > phase) {
        if (phase > 0) {
          line("  |");
          line("  = all structures are here =");
          line("  |");
        }
        phase = s.phase();
      }
      List<String> words = new ArrayList<>();
      if (!s.after().isEmpty()) {
        words.add("after " + String.join(", ", s.after()));
      }
      if (!s.when().isEmpty()) {
        words.add("when " + s.when());
      }
      if (s.shape() != StageGraph.Shape.EACH) {
        words.add(
            s.shape() == StageGraph.Shape.COMPARISON
                ? "waits for all"
                : "waits for all, makes several of each");
      }
      line(
          "  %s %-" + ids + "s  %-" + kinds + "s  %s",
          s.shape() == StageGraph.Shape.EACH ? "o" : "#",
          s.id(),
          s.kind(),
          String.join("; ", words));
    }
  }

  private void counts() {
    int ids = width(StageForecast::id, "stage");
    String row = "  %-" + ids + "s %9s %10s %8s %8s %8s %8s  %s";
    line("");
    line(
        row,
        "stage",
        "done",
        "remembered",
        "decided",
        "compute",
        "perhaps",
        "stopped",
        "evaluations");
    for (StageForecast s : forecast.stages()) {
      StageForecast.Counts c = s.counts();
      line(
          row,
          s.id(),
          shown(c.done()),
          shown(c.remembered()),
          shown(c.decided()),
          shown(c.compute()),
          shown(c.perhaps()) + (s.openEnded() ? "+" : ""),
          shown(c.stopped()),
          work(s));
    }
    line("");
    if (forecast.stages().stream().anyMatch(s -> s.counts().perhaps() > 0)) {
      line("  perhaps: what a stage before computes or decides says whether they come");
    }
    if (forecast.stages().stream().anyMatch(StageForecast::openEnded)) {
      line("  +: and what stages before make, which is not known yet");
    }
  }

  private static String shown(long n) {
    return n == 0 ? "-" : Long.toString(n);
  }

  private String work(StageForecast s) {
    StageForecast.Evaluations e = s.evaluations();
    if (e.certain() + e.perhaps() == 0) {
      return s.counts().perhaps() > 0 && e.about() ? "unknown" : "none";
    }
    String about = e.about() ? "about " : "";
    String count =
        e.perhaps() == 0
            ? about + e.certain()
            : (e.certain() == 0 ? "" : e.certain() + ", ")
                + "at most "
                + about
                + (e.certain() + e.perhaps());
    String steps =
        s.stepsEach().isPresent()
            ? String.format(Locale.ROOT, ", %.0f steps a relaxation", s.stepsEach().getAsDouble())
            : "";
    return count + steps + "; " + time(s.seconds());
  }

  private static String time(OptionalDouble seconds) {
    if (seconds.isEmpty()) {
      return "time unknown";
    }
    double s = seconds.getAsDouble();
    return s < 1 ? "below a second" : "about " + duration(s);
  }

  private static String duration(double s) {
    if (s < 90) {
      return String.format(Locale.ROOT, "%.0f s", s);
    }
    if (s < 5400) {
      return String.format(Locale.ROOT, "%.0f min", s / 60);
    }
    return s < 172_800
        ? String.format(Locale.ROOT, "%.1f h", s / 3600)
        : String.format(Locale.ROOT, "%.1f days", s / 86_400);
  }

  private void costs() {
    PastCosts past = forecast.past();
    if (forecast.stages().stream()
        .allMatch(s -> s.counts().compute() + s.counts().perhaps() == 0 && !s.openEnded())) {
      line("Nothing is to be computed.");
      return;
    }
    if (past.microsecondsPerAtomEvaluation().isEmpty()) {
      line("Time: unknown; the workspace has no campaign with this model yet to estimate it from.");
      return;
    }
    boolean relaxed = past.stepsPerRelaxation().isPresent();
    line(
        "Time: %s%s; from %.3g microseconds an atom and evaluation%s in %d campaign%s with this model.",
        time(forecast.seconds()),
        forecast.isCostComplete() ? "" : ", and what is unknown",
        past.microsecondsPerAtomEvaluation().getAsDouble(),
        relaxed
            ? String.format(
                Locale.ROOT,
                " and %.0f steps a relaxation",
                past.stepsPerRelaxation().getAsDouble())
            : "",
        past.campaigns(),
        past.campaigns() == 1 ? "" : "s");
  }
}
