package dev.lehr.simulation.simulator;

import dev.lehr.simulation.engine.LoopFigures;

/** Counts while a cluster runs. */
final class Tally {

  private double busy;
  private double used;
  private double drain;
  private double headOfLine;
  private double fragments;
  private long waits;
  private double waited;
  private double longest;
  private long overtaken;
  private LoopFigures loops = LoopFigures.none();
  private long systemSteps;
  private int kills;
  private int poisonKills;
  private int refused;
  private int retried;
  private int tornRestarts;
  private int stalls;

  /** Why part of a batch was empty. */
  enum Empty {
    DRAIN,
    HEAD_OF_LINE,
    FRAGMENTS
  }

  /** A step with a batch that was full to a part of 0 to 1. */
  void step(double seconds, double full, Empty rest, int systems) {
    busy += seconds;
    used += seconds * full;
    systemSteps += systems;
    double empty = seconds * (1 - full);
    switch (rest) {
      case DRAIN -> drain += empty;
      case HEAD_OF_LINE -> headOfLine += empty;
      case FRAGMENTS -> fragments += empty;
    }
  }

  void admitted(double seconds) {
    waits++;
    waited += seconds;
    longest = Math.max(longest, seconds);
  }

  void overtaken(int times) {
    overtaken = Math.max(overtaken, times);
  }

  void engineGone(LoopFigures figures) {
    loops = loops.plus(figures);
  }

  void killed() {
    kills++;
  }

  void poisoned() {
    poisonKills++;
  }

  void refused(int groups) {
    refused += groups;
  }

  void retried() {
    retried++;
  }

  void tornRestart() {
    tornRestarts++;
  }

  void stalled() {
    stalls++;
  }

  SimulationReport report(
      long events, double seconds, int structures, long useful, int convicted, int blamed) {
    return new SimulationReport(
        1,
        events,
        seconds,
        structures,
        loops.steps(),
        systemSteps,
        useful,
        new SimulationReport.Use(busy, used, drain, headOfLine, fragments),
        loops.evictions(),
        loops.outOfMemory(),
        loops.failedForwards(),
        kills,
        poisonKills,
        refused,
        retried,
        tornRestarts,
        stalls,
        convicted,
        blamed,
        new SimulationReport.Waits(waits, waited, longest, overtaken));
  }
}
