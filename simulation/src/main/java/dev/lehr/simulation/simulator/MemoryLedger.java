package dev.lehr.simulation.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ledger in memory, with the rules of the real one. */
public final class MemoryLedger implements SimulatedLedger {

  private final List<Task> tasks = new ArrayList<>();
  private final List<Shard> shards = new ArrayList<>();
  private final Map<String, Claim> claims = new HashMap<>();

  /** A campaign in which nothing has been done. */
  public MemoryLedger(int structures, int shardSize) {
    for (int i = 0; i < structures; i++) {
      tasks.add(new Task());
    }
    for (int first = 0; first < structures; first += shardSize) {
      shards.add(new Shard(first, Math.min(shardSize, structures - first)));
    }
  }

  @Override
  public Optional<Claim> claim(String campaignRun, int lane, String run) {
    Claim known = claims.get(run);
    if (known != null) {
      return Optional.of(known);
    }
    Owner asker = new Owner(campaignRun, lane);
    int free = free(asker);
    if (free < 0) {
      return Optional.empty();
    }
    Shard shard = shards.get(free);
    shard.owner = asker;
    Claim claim = new Claim(free, shard.first, shard.count, ++shard.epoch);
    claims.put(run, claim);
    return Optional.of(claim);
  }

  /** The lane's own first, then one that no lane of this campaign run has. */
  private int free(Owner asker) {
    for (int i = 0; i < shards.size(); i++) {
      if (!isDone(i) && asker.equals(shards.get(i).owner)) {
        return i;
      }
    }
    for (int i = 0; i < shards.size(); i++) {
      Owner owner = shards.get(i).owner;
      if (!isDone(i) && (owner == null || !owner.campaignRun.equals(asker.campaignRun))) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Optional<List<OpenTask>> openSlice(
      int number, Fence fence, String incarnation, Set<Integer> residents) {
    Shard shard = shards.get(number);
    boolean again = fence.equals(shard.fence) && incarnation.equals(shard.holder);
    if (!again && fence.compareTo(shard.fence) <= 0) {
      return Optional.empty();
    }
    shard.fence = fence;
    shard.holder = incarnation;
    List<OpenTask> open = new ArrayList<>();
    for (int i = shard.first; i < shard.first + shard.count; i++) {
      Task task = tasks.get(i);
      if (residents.contains(i)) {
        continue;
      }
      task.settle(incarnation);
      if (task.ending == null) {
        open.add(
            new OpenTask(i, 0, Optional.ofNullable(task.checkpoint), task.deaths, task.evidence));
      }
    }
    return Optional.of(open);
  }

  @Override
  public Optional<String> holder(int shard) {
    return Optional.ofNullable(shards.get(shard).holder);
  }

  @Override
  public void letGo(int shard, String incarnation) {
    if (incarnation.equals(shards.get(shard).holder)) {
      shards.get(shard).holder = null;
    }
  }

  @Override
  public Set<Integer> commit(List<Group> groups) {
    Set<Integer> refused = new HashSet<>();
    for (Group group : groups) {
      Shard shard = shards.get(group.shard());
      if (group.fence().compareTo(shard.fence) < 0) {
        refused.add(group.shard());
        continue;
      }
      shard.fence = group.fence();
      for (Write write : group.writes()) {
        apply(shard, write);
      }
    }
    return refused;
  }

  private void apply(Shard shard, Write write) {
    Task task = tasks.get(write.structure());
    if (task.ending != null) {
      return;
    }
    if (write instanceof Write.Admitted admitted) {
      task.marker = new Marker(admitted.incarnation(), admitted.company());
      if (!task.running) {
        task.running = true;
        shard.log(write.structure(), Standing.RUNNING);
      }
    } else if (write instanceof Write.Progressed p) {
      task.checkpoint =
          new Stored(Optional.of(p.system().copy()), p.iterations(), p.swapAttempts());
      task.evidence = 0;
    } else if (write instanceof Write.Released) {
      task.marker = null;
    } else if (write instanceof Write.Cleared cleared) {
      task.deaths = 0;
      task.evidence = 0;
      task.marker = new Marker(cleared.incarnation(), Company.OTHERS);
    } else if (write instanceof Write.Finished finished) {
      task.ending = finished.ending();
      task.marker = null;
      task.checkpoint = null;
      shard.log(write.structure(), Standing.ENDED);
      shard.ended++;
    }
  }

  @Override
  public boolean isDone(int shard) {
    return shards.get(shard).ended == shards.get(shard).count;
  }

  @Override
  public List<LogRow> log(int shard, long after) {
    List<LogRow> log = shards.get(shard).log;
    return List.copyOf(log.subList((int) Math.min(after, log.size()), log.size()));
  }

  @Override
  public Optional<Ending> ending(int structure) {
    return Optional.ofNullable(tasks.get(structure).ending);
  }

  @Override
  public void tear(int structure) {
    Task task = tasks.get(structure);
    Stored whole = task.checkpoint;
    if (whole != null) {
      task.checkpoint = new Stored(Optional.empty(), whole.iterations(), whole.swapAttempts());
    }
  }

  @Override
  public void close() {}

  private record Owner(String campaignRun, int lane) {}

  private record Marker(String incarnation, Company company) {}

  private static final class Shard {
    private final int first;
    private final int count;
    private final List<LogRow> log = new ArrayList<>();
    private Fence fence = Fence.none();
    private long epoch;
    private int ended;
    private @Nullable String holder;
    private @Nullable Owner owner;

    Shard(int first, int count) {
      this.first = first;
      this.count = count;
    }

    void log(int structure, Standing standing) {
      log.add(new LogRow(log.size() + 1L, structure, standing));
    }
  }

  private static final class Task {
    private boolean running;
    private int deaths;
    private int evidence;
    private @Nullable Marker marker;
    private @Nullable Stored checkpoint;
    private @Nullable Ending ending;

    /** What another life left marked is a death. */
    void settle(String incarnation) {
      Marker left = marker;
      if (left != null) {
        marker = null;
        if (!left.incarnation.equals(incarnation)) {
          deaths++;
          evidence += left.company.weight();
        }
      }
    }
  }
}
