package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.status.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes a campaign through its phases as workers do, in an order that is drawn: slices of shards,
 * some results at a time, deaths of the worker in between, decisions in pieces. What tasks come to
 * is {@link GraphModel}'s.
 */
final class GraphDriver {

  private final Ledger ledger;
  private final long campaign;
  private final long[] salts;
  private final Random random;
  private final Map<TaskKey, Integer> attempts = new HashMap<>();
  private final Map<TaskKey, Integer> lastGeneration = new HashMap<>();
  private String process;
  private int runs;
  private int deaths;

  GraphDriver(Ledger ledger, long campaign, long[] salts, Random random) {
    this.ledger = ledger;
    this.campaign = campaign;
    this.salts = salts;
    this.random = random;
    this.process = "process";
  }

  private CampaignRow row() {
    return ledger.campaign(campaign).orElseThrow();
  }

  /**
   * Goes through all phases.
   *
   * @param steps after so many it stops where it is
   * @return whether it came to the end
   */
  boolean run(int steps) {
    int left = steps;
    for (int early = random.nextInt(3); early > 0; early--) {
      // A lane that has not heard yet that there is something to do before it.
      int phase = random.nextInt(row().graph().phases().size());
      if (!ledger.progress(campaign, phase).phaseDone()) {
        slice(phase, false);
      }
    }
    for (int phase = 0; phase < row().graph().phases().size(); phase++) {
      while (!ledger.progress(campaign, phase).phaseDone()) {
        if (left-- <= 0) {
          return false;
        }
        slice(phase, true);
      }
      for (int stage : row().graph().barriers().get(phase)) {
        if (left-- <= 0) {
          return false;
        }
        decide(stage);
      }
    }
    return true;
  }

  private void slice(int phase, boolean turn) {
    ShardClaim claim =
        ledger.claimShard(
            new ClaimRequest(campaign, phase, "run" + runs, random.nextInt(2), "r" + runs++));
    assertThat(claim.found()).as("an open phase has an open shard").isTrue();
    ShardKey shard = new ShardKey(campaign, phase, claim.shard());
    Fence fence = new Fence(claim.epoch(), 1, 1);
    List<PendingTask> held = new ArrayList<>(ledger.openSlice(shard, fence, process, Set.of()));
    assertThat(turn && held.isEmpty()).as("an open shard has nothing to do").isFalse();
    Set<String> seen = new HashSet<>();
    while (!held.isEmpty() && random.nextInt(6) > 0) {
      Collections.shuffle(held, random);
      int n = 1 + random.nextInt(held.size());
      List<PendingTask> some = new ArrayList<>(held.subList(0, n));
      held.subList(0, n).clear();
      List<LedgerWrite> writes = new ArrayList<>();
      for (PendingTask task : some) {
        assertThat(seen.add(task.key() + "/" + task.generation()))
            .as("%s is handed out twice", task.key())
            .isTrue();
        write(task, writes);
      }
      Commit commit = ledger.commit(List.of(new FencedWrites(shard, fence, writes)));
      assertThat(commit.refused()).isEmpty();
      List<PendingTask> ready = commit.ready().getOrDefault(shard, List.of());
      for (PendingTask task : ready) {
        assertThat(held)
            .as("%s is held already", task.key())
            .noneMatch(h -> h.key().equals(task.key()));
        held.add(task);
      }
    }
    if (random.nextInt(4) == 0) {
      deaths++;
      process = "process" + deaths;
    } else {
      List<LedgerWrite> released = new ArrayList<>();
      held.forEach(t -> released.add(new LedgerWrite.Released(t.key(), t.generation())));
      assertThat(ledger.commit(List.of(new FencedWrites(shard, fence, released))).refused())
          .isEmpty();
    }
  }

  private void write(PendingTask task, List<LedgerWrite> writes) {
    int what = random.nextInt(8);
    if (what == 0) {
      writes.add(new LedgerWrite.Begun(task.key(), task.generation()));
      // Begun and lost sight of: the next slice hands it out again.
      return;
    }
    if (what <= 2) {
      writes.add(new LedgerWrite.Admitted(task.key(), task.generation(), process));
    }
    int stage = task.key().stage();
    int attempt = attempt(task);
    GraphModel.Found found =
        GraphModel.attempt(
            row().graph(),
            stage,
            salts[stage],
            attempt,
            task.id(),
            task.structure(),
            task.input().orElse(new byte[0]),
            task.context().found());
    byte[] halfWay = Long.toString(found.value()).getBytes(StandardCharsets.UTF_8);
    task.checkpoint()
        .ifPresent(
            c -> assertThat(c.state()).as("%s goes on from there", task.key()).isEqualTo(halfWay));
    if (what == 3) {
      writes.add(
          new LedgerWrite.Progressed(task.key(), task.generation(), new Checkpoint(halfWay, 1, 1)));
      return;
    }
    writes.add(new LedgerWrite.Finished(task.key(), task.generation(), found.result()));
    StageGraph.Node node = row().graph().node(stage);
    if (attempt < node.retriesFor(found.status(), found.reason())) {
      attempts.put(task.key(), attempt + 1);
      lastGeneration.put(task.key(), task.generation());
    }
  }

  /** Which attempt it is: the ledger counts them, and begins anew where a task is opened again. */
  private int attempt(PendingTask task) {
    boolean goesOn = lastGeneration.getOrDefault(task.key(), -2) == task.generation() - 1;
    return goesOn ? attempts.getOrDefault(task.key(), 0) : 0;
  }

  private void decide(int stage) {
    StageGraph.Node node = row().graph().node(stage);
    Map<String, CandidateRow> rows = new TreeMap<>();
    boolean arrays = node.shape() == StageGraph.Shape.EXPANSION;
    ledger.forEachCandidate(campaign, stage, arrays, r -> rows.put(r.id(), r));
    List<Decision> decisions = new ArrayList<>();
    if (node.shape() == StageGraph.Shape.COMPARISON) {
      Map<String, Map<String, String>> seen = new TreeMap<>();
      rows.forEach((id, r) -> seen.put(id, r.found()));
      GraphModel.compared(stage, salts[stage], seen)
          .forEach((id, f) -> decisions.add(decision(rows.get(id), f, List.of())));
    } else {
      for (CandidateRow r : rows.values()) {
        if (r.status() == TaskStatus.PENDING) {
          GraphModel.Found f =
              GraphModel.attempt(
                  row().graph(),
                  stage,
                  salts[stage],
                  0,
                  r.id(),
                  r.input().orElseThrow(),
                  r.state().orElse(new byte[0]),
                  r.found());
          decisions.add(
              decision(
                  r,
                  f,
                  f.status().isSuccess()
                      ? GraphModel.children(stage, r.id(), f.value())
                      : List.of()));
        }
      }
    }
    Collections.shuffle(decisions, random);
    int from = 0;
    while (from < decisions.size()) {
      int to = Math.min(decisions.size(), from + 1 + random.nextInt(4));
      ledger.decide(campaign, stage, decisions.subList(from, to));
      if (random.nextInt(5) == 0) {
        ledger.decide(campaign, stage, decisions.subList(0, to));
      }
      from = to;
    }
  }

  private static Decision decision(
      CandidateRow row, GraphModel.Found f, List<StructureRow> children) {
    return new Decision(
        row.structure(), row.generation(), f.status(), f.reason(), "", f.properties(), children);
  }
}
