package dev.lehr.simulation.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A ledger in memory with one rule missing. */
final class BrokenLedger implements SimulatedLedger {

  /** What is wrong with it. */
  enum Flaw {
    TAKES_OLD_FENCES,
    ENDS_TWICE,
    LOSES_CHECKPOINTS,
    TAKES_DAMAGE_FOR_WHOLE,
    COUNTS_NO_DEATHS,
    FORGETS_TASKS
  }

  private final MemoryLedger ledger;
  private final Flaw flaw;
  private final int shardSize;
  private final List<Integer> endedAgain = new ArrayList<>();
  private int writes;

  BrokenLedger(Flaw flaw, int structures, int shardSize) {
    this.flaw = flaw;
    this.shardSize = shardSize;
    this.ledger = new MemoryLedger(structures, shardSize);
  }

  @Override
  public Optional<Claim> claim(String campaignRun, int lane, String run) {
    return ledger.claim(campaignRun, lane, run);
  }

  @Override
  public Optional<List<OpenTask>> openSlice(
      int shard, Fence fence, String incarnation, Set<Integer> residents) {
    return ledger
        .openSlice(shard, fence, incarnation, residents)
        .map(tasks -> tasks.stream().map(this::spoil).toList())
        .map(
            tasks ->
                flaw == Flaw.FORGETS_TASKS && tasks.size() > 1 && ++writes % 9 == 0
                    ? tasks.subList(1, tasks.size())
                    : tasks);
  }

  private OpenTask spoil(OpenTask task) {
    return flaw == Flaw.COUNTS_NO_DEATHS
        ? new OpenTask(task.structure(), task.generation(), task.checkpoint(), 0, 0)
        : task;
  }

  @Override
  public Set<Integer> commit(List<Group> groups) {
    for (Group group : groups) {
      for (Write write : group.writes()) {
        if (write instanceof Write.Finished && ledger.ending(write.structure()).isPresent()) {
          endedAgain.add(write.structure());
        }
      }
    }
    return ledger.commit(groups.stream().map(this::spoil).toList());
  }

  private Group spoil(Group group) {
    Fence fence =
        flaw == Flaw.TAKES_OLD_FENCES
            ? new Fence(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)
            : group.fence();
    List<Write> kept = new ArrayList<>();
    for (Write write : group.writes()) {
      boolean progress = write instanceof Write.Progressed;
      if (flaw != Flaw.LOSES_CHECKPOINTS || !progress || ++writes % 5 != 0) {
        kept.add(write);
      }
    }
    return new Group(group.shard(), fence, kept);
  }

  @Override
  public List<LogRow> log(int shard, long after) {
    List<LogRow> rows = new ArrayList<>(ledger.log(shard, after));
    if (flaw == Flaw.ENDS_TWICE) {
      long last = rows.isEmpty() ? after : rows.get(rows.size() - 1).seq();
      for (int structure : endedAgain) {
        if (structure / shardSize == shard) {
          rows.add(new LogRow(++last, structure, Standing.ENDED));
        }
      }
    }
    return rows;
  }

  @Override
  public void tear(int structure) {
    if (flaw != Flaw.TAKES_DAMAGE_FOR_WHOLE) {
      ledger.tear(structure);
    }
  }

  @Override
  public Optional<String> holder(int shard) {
    return ledger.holder(shard);
  }

  @Override
  public void letGo(int shard, String incarnation) {
    ledger.letGo(shard, incarnation);
  }

  @Override
  public boolean isDone(int shard) {
    return ledger.isDone(shard);
  }

  @Override
  public Optional<Ending> ending(int structure) {
    return ledger.ending(structure);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
