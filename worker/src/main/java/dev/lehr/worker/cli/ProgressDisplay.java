package dev.lehr.worker.cli;

import dev.lehr.activities.engine.EngineStats;
import dev.lehr.simulation.engine.LoopFigures;
import dev.lehr.worker.run.ProgressSnapshot;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a run is: a bar on a terminal, else a line now and then. */
final class ProgressDisplay implements AutoCloseable {

  private static final Duration FIRST_LINE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int BAR_WIDTH = 120;

  private final Terminal terminal;
  private final boolean quiet;
  private final Optional<ProgressBar> bar;
  private Duration nextLine = FIRST_LINE;
  private boolean closed;

  private ProgressDisplay(Terminal terminal, boolean quiet, Optional<ProgressBar> bar) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.bar = bar;
  }

  static ProgressDisplay on(Terminal terminal, String name, boolean quiet) {
    if (quiet || !terminal.live()) {
      return new ProgressDisplay(terminal, quiet, Optional.empty());
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(250)
            .hideEta()
            .setConsumer(new ConsoleProgressBarConsumer(System.err, BAR_WIDTH))
            .build();
    return new ProgressDisplay(terminal, false, Optional.of(bar));
  }

  /** Shows a snapshot; one that comes after {@link #close()} is dropped. */
  synchronized void show(ProgressSnapshot s) {
    if (closed || quiet) {
      return;
    }
    if (bar.isPresent()) {
      bar.get().maxHint(Math.max(1, s.total()));
      bar.get().stepTo(s.done());
      bar.get().setExtraMessage(' ' + figures(s));
    } else if (s.elapsed().compareTo(nextLine) >= 0) {
      nextLine = s.elapsed().plus(BETWEEN_LINES);
      terminal.warn(line(s));
    }
  }

  static String line(ProgressSnapshot s) {
    return Durations.shown(s.elapsed())
        + ": "
        + s.done()
        + " of "
        + s.total()
        + " done, "
        + figures(s);
  }

  private static String figures(ProgressSnapshot s) {
    return String.format(
        Locale.ROOT,
        "%d in flight, %d failed, %.1f/s, %.0f %% occupied%s%s%s",
        s.inFlight(),
        s.failed(),
        s.structuresPerSecond(),
        100 * s.occupancy(),
        trouble(s),
        s.timeLeft().map(t -> ", " + Durations.shown(t) + " left").orElse(""),
        s.phase().isEmpty() ? "" : ", " + s.phase());
  }

  /** What is wrong with memory, where something is. */
  private static String trouble(ProgressSnapshot s) {
    long times = s.device().loop().outOfMemory();
    return times == 0 ? "" : ", " + times + " out of memory";
  }

  /** What became of the device's time; empty where there was hardly any. */
  static String device(EngineStats stats) {
    if (stats.busySeconds() < 1) {
      return "";
    }
    String waste = stats.waste().shown();
    LoopFigures loop = stats.loop();
    return String.format(
        Locale.ROOT,
        "Device: %.0f %% occupied%s; %.3g us of wall time an atom and step, %.0f steps a second%s%s.",
        100 * stats.occupancy(),
        waste.isEmpty() ? "" : " (" + waste + ")",
        1e6 * stats.secondsPerAtomStep(),
        stats.systemStepsPerSecond(),
        loop.evictions() == 0 ? "" : "; " + loop.evictions() + " evictions",
        loop.outOfMemory() == 0 ? "" : "; out of memory " + loop.outOfMemory() + " times");
  }

  @Override
  public synchronized void close() {
    closed = true;
    bar.ifPresent(ProgressBar::close);
  }
}
