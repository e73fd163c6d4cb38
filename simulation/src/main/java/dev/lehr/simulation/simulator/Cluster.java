package dev.lehr.simulation.simulator;

import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.simulator.SimulatedLedger.Group;
import dev.lehr.simulation.simulator.SimulatedLedger.OpenTask;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cluster that runs a scenario to its end, with invariants checked after every event. */
final class Cluster {

  /** Events for each step of the campaign after which it counts as endless. */
  private static final long EVENTS_FOR_EACH_STEP = 400;

  private final Scenario scenario;
  private final Timeline time = new Timeline();
  private final CheckedLedger ledger;
  private final MixingStepper moves;
  private final Stepper stepper;
  private final Tally tally = new Tally();
  private final FaultPlan faults;
  private final Optional<Consumer<String>> trace;
  private final SplittableRandom random;
  private final List<SimulatedEngine> engines = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final boolean[] blameable;
  private int lives;
  private int campaignRuns;
  private long events;

  Cluster(
      Scenario scenario,
      SimulatedLedger ledger,
      UnaryOperator<Stepper> around,
      Optional<Consumer<String>> trace) {
    this.scenario = scenario;
    this.ledger = new CheckedLedger(ledger, scenario);
    this.moves = new MixingStepper(scenario.structures(), scenario.swapEvery());
    this.stepper = around.apply(moves);
    this.trace = trace;
    this.random = new SplittableRandom(~scenario.seed());
    this.faults = new FaultPlan(this, random.split());
    this.blameable = new boolean[scenario.structures().size()];
  }

  /** Runs to the end. */
  SimulationReport run() {
    say(scenario::toString);
    for (int i = 0; i < scenario.workers(); i++) {
      engines.add(newEngine(i));
    }
    startLanes();
    faults.plan();
    long limit = EVENTS_FOR_EACH_STEP * (200 + allSteps());
    while (!isOver()) {
      Invariant.ENDS.hold(time.step(), () -> "nothing happens any more; " + open());
      Invariant.ENDS.hold(++events < limit, () -> "after " + limit + " events " + open());
      afterEvent();
    }
    double seconds = time.now() * 1e-6;
    // What is still under way, a zombie's writes among it, must not change anything.
    while (time.step()) {
      Invariant.ENDS.hold(++events < limit, () -> "workers without work are never quiet");
      afterEvent();
    }
    ledger.checkEndings(blameable);
    return report(seconds);
  }

  private long allSteps() {
    return scenario.structures().stream().mapToLong(SimulatedStructure::steps).sum();
  }

  private boolean isOver() {
    return lanes.stream().allMatch(Lane::isOver) && open().isEmpty();
  }

  private List<SimulatedStructure> open() {
    return scenario.structures().stream().filter(s -> !ledger.hasEnded(s.index())).toList();
  }

  private void afterEvent() {
    for (SimulatedEngine engine : engines) {
      engine.forEachValid(
          (run, iteration) ->
              Invariant.RECOMPUTED.hold(
                  iteration - ledger.safe(run.structure()) <= scenario.recomputeSteps(),
                  () ->
                      structure(run)
                          + " is at step "
                          + iteration
                          + ", safe are "
                          + ledger.safe(run.structure())
                          + ", the bound is "
                          + scenario.recomputeSteps()));
    }
  }

  private SimulationReport report(double seconds) {
    engines.forEach(e -> tally.engineGone(e.loop().figures()));
    long recomputed = 0;
    int convicted = 0;
    int blamed = 0;
    for (SimulatedStructure s : scenario.structures()) {
      Ending ending = ledger.ending(s.index()).orElseThrow();
      if (ending.reason().equals(Ending.KILLED_WORKER)) {
        convicted++;
      }
      if (!s.fate().isMetBy(ending)) {
        blamed++;
      } else if (s.fate().leavesBits()) {
        recomputed += Math.max(0, moves.moves(s.index()) - ending.iterations());
      }
    }
    return tally.report(
        events, seconds, scenario.structures().size(), recomputed, convicted, blamed);
  }

  // What its parts ask

  Scenario scenario() {
    return scenario;
  }

  Timeline time() {
    return time;
  }

  CheckedLedger ledger() {
    return ledger;
  }

  Stepper stepper() {
    return stepper;
  }

  Tally tally() {
    return tally;
  }

  List<SimulatedEngine> engines() {
    return engines;
  }

  List<Lane> lanes() {
    return lanes;
  }

  SimulatedStructure structure(SimulatedRun run) {
    return scenario.structures().get(run.structure());
  }

  SimulatedStructure structureOf(SimState state, int system) {
    return scenario.structures().get((int) state.longs(SimulatedStructure.INDEX)[system]);
  }

  /** Tells whoever follows the run. */
  void say(Supplier<String> what) {
    trace.ifPresent(
        t -> t.accept(String.format(Locale.ROOT, "%10.3f ms  %s", time.now() * 1e-3, what.get())));
  }

  // The database

  long commitLatency() {
    return faults.isDatabaseSlow() ? scenario.timing().slowCommit() : scenario.timing().commit();
  }

  boolean arrivesFromTheDead() {
    return random.nextBoolean();
  }

  boolean losesAnswer() {
    return faults.losesAnswer();
  }

  Set<Integer> commit(SimulatedEngine writer, List<Group> groups) {
    Set<Integer> refused = ledger.commit(groups);
    if (!refused.isEmpty()) {
      tally.refused(refused.size());
      say(() -> writer.incarnation() + ": refused in shards " + refused);
    }
    return refused;
  }

  Optional<List<OpenTask>> openSlice(
      SimulatedEngine engine, int shard, Fence fence, Set<Integer> residents) {
    noteTakenOver(engine, shard);
    Optional<List<OpenTask>> open = ledger.openSlice(shard, fence, engine.incarnation(), residents);
    if (open.isPresent() && losesAnswer()) {
      // The engine asks again, with the same fence.
      open = ledger.openSlice(shard, fence, engine.incarnation(), residents);
    }
    return open;
  }

  /** A structure may be blamed for what is not its fault. */
  void blameable(int structure) {
    blameable[structure] = true;
  }

  /** A suspect whose shard goes to another worker counts as if its worker had died. */
  private void noteTakenOver(SimulatedEngine by, int shard) {
    for (SimulatedEngine other : engines) {
      if (other != by && other.isAlive()) {
        other.suspected().stream()
            .filter(run -> run.lease().shard() == shard)
            .forEach(run -> blameable[run.structure()] = true);
      }
    }
  }

  // Workers

  /** A worker that takes a slice: the preferred one mostly. */
  Optional<SimulatedEngine> choose(@Nullable SimulatedEngine preferred) {
    if (preferred != null && preferred.isListening() && random.nextInt(10) > 0) {
      return Optional.of(preferred);
    }
    List<SimulatedEngine> there = engines.stream().filter(SimulatedEngine::isListening).toList();
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(there.get(random.nextInt(there.size())));
  }

  private SimulatedEngine newEngine(int worker) {
    return new SimulatedEngine(this, "worker" + worker + "#" + lives++);
  }

  /** A worker is killed from outside. */
  void kill(SimulatedEngine engine) {
    if (engine.isAlive()) {
      say(() -> engine.incarnation() + " is killed");
      tally.killed();
      engine.suspected().forEach(run -> blameable[run.structure()] = true);
      end(engine);
    }
  }

  /** A structure has killed its worker. */
  void poisoned(SimulatedEngine engine, int structure) {
    say(() -> structure + " kills " + engine.incarnation());
    tally.poisoned();
    end(engine);
  }

  private void end(SimulatedEngine engine) {
    engine.die();
    restart(engine);
  }

  /** A worker ends in order. */
  void shutDown(SimulatedEngine engine) {
    if (engine.isListening()) {
      say(() -> engine.incarnation() + " shuts down");
      engine.close(() -> restart(engine));
    }
  }

  private void restart(SimulatedEngine engine) {
    time.after(scenario.timing().restart(), () -> exchange(engine));
  }

  private void exchange(SimulatedEngine engine) {
    int worker = engines.indexOf(engine);
    if (worker < 0) {
      // Its engine failed just before: there is another one already.
      return;
    }
    tally.engineGone(engine.loop().figures());
    engines.set(worker, newEngine(worker));
    say(() -> engines.get(worker).incarnation() + " starts");
  }

  /** An engine has failed: the same process makes another one, with the same name. */
  void replace(SimulatedEngine engine) {
    time.after(
        scenario.timing().restart(),
        () -> {
          int worker = engines.indexOf(engine);
          if (engine.isAlive() && worker >= 0) {
            engine.die();
            tally.engineGone(engine.loop().figures());
            engines.set(worker, new SimulatedEngine(this, engine.incarnation()));
          }
        });
  }

  // Lanes

  private void startLanes() {
    String run = "run" + campaignRuns++;
    for (int i = 0; i < scenario.lanes(); i++) {
      Lane lane = new Lane(this, run, i);
      lanes.add(lane);
      time.after(0, lane::next);
    }
  }

  /** The server is gone with everything that it knew; another one starts from the ledger. */
  void loseServer() {
    say(() -> "the server is lost");
    lanes.forEach(Lane::forget);
    lanes.clear();
    startLanes();
  }
}
