package dev.lehr.simulation.simulator;

import dev.lehr.simulation.simulator.SimulatedLedger.Group;
import dev.lehr.simulation.simulator.SimulatedLedger.LogRow;
import dev.lehr.simulation.simulator.SimulatedLedger.OpenTask;
import dev.lehr.simulation.simulator.SimulatedLedger.Standing;
import dev.lehr.simulation.simulator.SimulatedLedger.Stored;
import dev.lehr.simulation.simulator.SimulatedLedger.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows what a ledger must answer, from what has been asked of it so far, and fails where it
 * answers something else.
 */
final class CheckedLedger {

  private final SimulatedLedger ledger;
  private final Scenario scenario;
  private final Fence[] newest;
  private final long[] seen;
  private final boolean[] ended;
  private final int[] safe;
  private final boolean[] torn;

  CheckedLedger(SimulatedLedger ledger, Scenario scenario) {
    this.ledger = ledger;
    this.scenario = scenario;
    int structures = scenario.structures().size();
    int shards = (structures + scenario.shardSize() - 1) / scenario.shardSize();
    newest = new Fence[shards];
    Arrays.fill(newest, Fence.none());
    seen = new long[shards];
    ended = new boolean[structures];
    safe = new int[structures];
    torn = new boolean[structures];
  }

  /** Number of shards. */
  int shards() {
    return newest.length;
  }

  /** Whether a fence is the newest of its shard. */
  boolean isNewest(int shard, Fence fence) {
    return newest[shard].equals(fence);
  }

  /** Whether the log has said that a structure has ended. */
  boolean hasEnded(int structure) {
    return ended[structure];
  }

  /** Iteration up to which nothing of a structure can be lost. */
  int safe(int structure) {
    return safe[structure];
  }

  Optional<SimulatedLedger.Claim> claim(String campaignRun, int lane, String run) {
    return ledger.claim(campaignRun, lane, run);
  }

  Optional<String> holder(int shard) {
    return ledger.holder(shard);
  }

  void letGo(int shard, String incarnation) {
    ledger.letGo(shard, incarnation);
  }

  boolean isDone(int shard) {
    boolean done = ledger.isDone(shard);
    int first = shard * scenario.shardSize();
    int end = Math.min(first + scenario.shardSize(), ended.length);
    boolean all = true;
    for (int i = first; i < end; i++) {
      all &= ended[i];
    }
    boolean expected = all;
    Invariant.DURABLE.hold(
        done == expected, () -> "shard " + shard + " is done: " + done + ", expected " + expected);
    return done;
  }

  List<LogRow> log(int shard, long after) {
    return ledger.log(shard, after);
  }

  /** Damages a checkpoint; does nothing where there is none. */
  void tear(int structure) {
    if (safe[structure] > 0 && !ended[structure]) {
      ledger.tear(structure);
      torn[structure] = true;
    }
  }

  Optional<List<OpenTask>> openSlice(
      int shard, Fence fence, String incarnation, Set<Integer> residents) {
    Optional<List<OpenTask>> answer = ledger.openSlice(shard, fence, incarnation, residents);
    int compared = fence.compareTo(newest[shard]);
    Invariant.FENCES.hold(
        compared == 0 || answer.isPresent() == compared > 0,
        () ->
            fence
                + (answer.isPresent() ? " was taken after " : " was refused after ")
                + newest[shard]);
    if (answer.isPresent()) {
      newest[shard] = fence;
      checkOpen(shard, answer.get(), residents);
    }
    return answer;
  }

  private void checkOpen(int shard, List<OpenTask> open, Set<Integer> residents) {
    Set<Integer> expected = new HashSet<>();
    int first = shard * scenario.shardSize();
    for (int i = first; i < Math.min(first + scenario.shardSize(), ended.length); i++) {
      if (!ended[i] && !residents.contains(i)) {
        expected.add(i);
      }
    }
    List<Integer> found = open.stream().map(OpenTask::structure).toList();
    Invariant.DURABLE.hold(
        expected.equals(Set.copyOf(found)) && found.size() == expected.size(),
        () -> "shard " + shard + " has " + found + " open, expected " + expected);
    open.forEach(this::checkStored);
  }

  private void checkStored(OpenTask task) {
    SimulatedStructure structure = scenario.structures().get(task.structure());
    Optional<Stored> stored = task.checkpoint();
    int iterations = stored.map(Stored::iterations).orElse(0);
    Invariant.DURABLE.hold(
        iterations == safe[task.structure()] || torn[task.structure()],
        () ->
            structure
                + " has a checkpoint at "
                + iterations
                + ", expected "
                + safe[task.structure()]);
    boolean whole = stored.isEmpty() || stored.get().system().isPresent();
    Invariant.DURABLE.hold(
        whole != torn[task.structure()],
        () -> "the checkpoint of " + structure + " is whole: " + whole);
    if (torn[task.structure()]) {
      safe[task.structure()] = 0;
    }
    stored
        .flatMap(Stored::system)
        .ifPresent(
            system ->
                Invariant.BITS.hold(
                    Path.digestOf(system, 0) == structure.path().at(iterations),
                    () -> "the checkpoint of " + structure + " at " + iterations));
  }

  Set<Integer> commit(List<Group> groups) {
    Set<Integer> refused = ledger.commit(groups);
    for (Group group : groups) {
      boolean old = group.fence().compareTo(newest[group.shard()]) < 0;
      Invariant.FENCES.hold(
          old == refused.contains(group.shard()),
          () ->
              "a write to shard "
                  + group.shard()
                  + " under "
                  + group.fence()
                  + " was "
                  + (old ? "taken" : "refused")
                  + ", the newest is "
                  + newest[group.shard()]);
      Set<Integer> finished = old ? Set.of() : note(group);
      followLog(group.shard(), finished);
    }
    return refused;
  }

  /** Notes what a group that was taken changes as a whole; answers those that end with it. */
  private Set<Integer> note(Group group) {
    Map<Integer, Integer> progress = new HashMap<>();
    Set<Integer> finished = new HashSet<>();
    for (Write write : group.writes()) {
      if (ended[write.structure()]) {
        continue;
      }
      if (write instanceof Write.Progressed p) {
        progress.put(p.structure(), p.iterations());
      } else if (write instanceof Write.Finished) {
        finished.add(write.structure());
      }
    }
    progress.forEach(this::noteProgress);
    return finished;
  }

  private void noteProgress(int structure, int iterations) {
    Invariant.RECOMPUTED.hold(
        iterations >= safe[structure],
        () ->
            scenario.structures().get(structure)
                + " goes back to "
                + iterations
                + " from "
                + safe[structure]);
    safe[structure] = iterations;
    torn[structure] = false;
  }

  private void followLog(int shard, Set<Integer> finished) {
    List<Integer> news = new ArrayList<>();
    for (LogRow row : ledger.log(shard, seen[shard])) {
      Invariant.DURABLE.hold(
          row.seq() == seen[shard] + 1,
          () -> "row " + row.seq() + " of shard " + shard + " follows " + seen[shard]);
      seen[shard] = row.seq();
      Invariant.TERMINAL_ONCE.hold(
          !ended[row.structure()],
          () -> scenario.structures().get(row.structure()) + " is " + row.standing() + " again");
      if (row.standing() == Standing.ENDED) {
        ended[row.structure()] = true;
        news.add(row.structure());
      }
    }
    Invariant.TERMINAL_ONCE.hold(
        finished.equals(Set.copyOf(news)) && finished.size() == news.size(),
        () -> "shard " + shard + " has ended " + news + ", expected " + finished);
  }

  /** Compares what became of every structure with what it was bound to. */
  void checkEndings(boolean[] blameable) {
    for (SimulatedStructure structure : scenario.structures()) {
      Optional<Ending> ending = ledger.ending(structure.index());
      Invariant.TERMINAL_ONCE.hold(ending.isPresent(), () -> structure + " never ended");
      Ending end = ending.orElseThrow();
      // By kills from outside while it ran alone, or by a device that failed on everything.
      boolean framed =
          blameable[structure.index()]
              && (end.reason().equals(Ending.KILLED_WORKER)
                  || end.reason().equals(Fate.MODEL_FAILS.reason()));
      Invariant.TERMINAL_ONCE.hold(
          framed || structure.fate().isMetBy(end),
          () -> structure + " ended as " + end.status() + " " + end.reason());
      if (!framed && structure.fate().leavesBits()) {
        checkBits(structure, end);
      }
    }
  }

  private void checkBits(SimulatedStructure structure, Ending end) {
    int expected = structure.lastIteration(scenario.swapEvery());
    Invariant.BITS.hold(
        end.iterations() == expected,
        () -> structure + " made " + end.iterations() + " steps, expected " + expected);
    Invariant.BITS.hold(
        end.system()
            .map(s -> Path.digestOf(s, 0) == structure.path().at(end.iterations()))
            .orElse(false),
        () -> "the result of " + structure + " is not what it is alone");
  }

  /** The ending of a structure. */
  Optional<Ending> ending(int structure) {
    return ledger.ending(structure);
  }
}
