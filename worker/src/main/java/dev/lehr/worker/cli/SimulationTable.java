package dev.lehr.worker.cli;

import dev.lehr.simulation.simulator.SimulationReport;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Reports of simulations side by side. */
final class SimulationTable {

  private final StringBuilder text = new StringBuilder();
  private final Map<String, SimulationReport> reports;

  private SimulationTable(Map<String, SimulationReport> reports) {
    this.reports = reports;
  }

  static String of(Map<String, SimulationReport> reports) {
    return new SimulationTable(reports).table();
  }

  private String table() {
    text.append(String.format(Locale.ROOT, "%-34s", ""));
    reports.keySet().forEach(name -> text.append(String.format(Locale.ROOT, "%14s", name)));
    row("scenarios", r -> count(r.runs()));
    row("events, each followed by checks", r -> count(r.events()));
    row("structures", r -> count(r.structures()));
    row("virtual seconds", r -> number(r.seconds()));
    row("occupancy", r -> percent(r.batch().occupancy()));
    row("  lost: nothing waited (drain)", r -> part(r, r.batch().drain()));
    row("  lost: head of line", r -> part(r, r.batch().headOfLine()));
    row("  lost: nothing fitted", r -> part(r, r.batch().fragments()));
    row("evictions", r -> count(r.evictions()));
    row("passes without memory", r -> count(r.outOfMemory()));
    row("passes that failed otherwise", r -> count(r.failedForwards()));
    row("workers killed from outside", r -> count(r.kills()));
    row("workers killed by structures", r -> count(r.poisonKills()));
    row("  convicted of it", r -> count(r.convicted()));
    row("failed without fault of their own", r -> count(r.blamed()));
    row(
        "steps made again",
        r -> percent((double) r.recomputedSteps() / Math.max(1, r.systemSteps())));
    row("writes refused for their fence", r -> count(r.refused()));
    row("attempts after the first", r -> count(r.retried()));
    row("damaged checkpoints", r -> count(r.tornRestarts()));
    row("waits for commits", r -> count(r.stalls()));
    row("wait for a place, mean (s)", r -> number(r.waits().mean()));
    row("  longest (s)", r -> number(r.waits().longest()));
    row("  overtaken at most", r -> count(r.waits().overtaken()));
    return text.append(System.lineSeparator()).toString();
  }

  private void row(String name, Function<SimulationReport, String> value) {
    text.append(String.format(Locale.ROOT, "%n%-34s", name));
    reports.values().forEach(r -> text.append(String.format(Locale.ROOT, "%14s", value.apply(r))));
  }

  private static String part(SimulationReport r, double seconds) {
    return percent(seconds / Math.max(1e-9, r.batch().busy()));
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, "%,.3f", x);
  }

  private static String percent(double x) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * x);
  }
}
