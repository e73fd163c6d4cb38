package dev.lehr.simulation.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A simulated engine's right to work on a shard, and what of the shard it holds. */
final class SimulatedLease {

  private final int shard;
  private final Map<Integer, SimulatedRun> runs = new LinkedHashMap<>();
  private Fence fence;
  private boolean lost;
  private boolean evicting;
  private boolean idle;
  private long idleSince;

  SimulatedLease(int shard, Fence fence) {
    this.shard = shard;
    this.fence = fence;
  }

  int shard() {
    return shard;
  }

  Fence fence() {
    return fence;
  }

  /** Goes on under a larger fence; what was asked of the old one is void. */
  void renew(Fence next) {
    fence = next;
    idle = false;
    evicting = false;
  }

  void idle(long now) {
    idle = true;
    idleSince = now;
  }

  boolean isIdleFor(long micros, long now) {
    return idle && now - idleSince >= micros;
  }

  void evict() {
    evicting = true;
  }

  boolean isEvicting() {
    return evicting || lost;
  }

  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  Set<Integer> held() {
    return Set.copyOf(runs.keySet());
  }

  void hold(SimulatedRun run) {
    runs.put(run.structure(), run);
  }

  void letGo(int structure) {
    runs.remove(structure);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  List<SimulatedRun> runs() {
    return List.copyOf(runs.values());
  }
}
