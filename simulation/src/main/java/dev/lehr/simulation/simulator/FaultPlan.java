package dev.lehr.simulation.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** Plans the faults of a scenario. */
final class FaultPlan {

  private static final int LOST_ANSWERS = 8;

  private final Cluster cluster;
  private final SplittableRandom random;
  private int answersToLose;
  private int slow;

  FaultPlan(Cluster cluster, SplittableRandom random) {
    this.cluster = cluster;
    this.random = random;
    this.answersToLose = cluster.scenario().has(Fault.LOST_ANSWER) ? LOST_ANSWERS : 0;
  }

  /** Plans all of them. */
  void plan() {
    sometimes(Fault.OUT_OF_MEMORY, 4, e -> e.device().failOnce());
    sometimes(Fault.BROKEN_DEVICE, 2, SimulatedEngine::breakDown);
    sometimes(Fault.SIGKILL, 3, cluster::kill);
    sometimes(Fault.STORM, 1, e -> storm(4 + random.nextInt(8)));
    sometimes(Fault.ZOMBIE, 3, this::freeze);
    sometimes(Fault.DUPLICATE, 3, e -> duplicate());
    sometimes(Fault.LOST_SERVER, 1, e -> cluster.loseServer());
    sometimes(Fault.TORN_CHECKPOINT, 4, e -> tear());
    sometimes(Fault.SLOW_DATABASE, 2, e -> slowDown());
    sometimes(Fault.CLEAN_EXIT, 2, cluster::shutDown);
  }

  /** What a fault does to a worker, or to something else. */
  private interface Blow {
    void hit(SimulatedEngine engine);
  }

  private void sometimes(Fault fault, int most, Blow blow) {
    if (!cluster.scenario().has(fault)) {
      return;
    }
    int times = 1 + random.nextInt(most);
    for (int i = 0; i < times; i++) {
      cluster.time().after(moment(), () -> blow.hit(any(cluster.engines())));
    }
  }

  private long moment() {
    return random.nextLong(cluster.scenario().timing().work());
  }

  private <T> T any(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void storm(int kills) {
    long wait = 0;
    for (int i = 0; i < kills; i++) {
      wait += random.nextLong(2 * cluster.scenario().timing().restart());
      cluster.time().after(wait, () -> cluster.kill(any(cluster.engines())));
    }
  }

  private void freeze(SimulatedEngine engine) {
    if (!engine.isListening()) {
      return;
    }
    cluster.say(() -> engine.incarnation() + " freezes");
    engine.freeze();
    long heartbeat = cluster.scenario().timing().heartbeat();
    cluster
        .time()
        .after(
            heartbeat / 2 + random.nextLong(4 * heartbeat),
            () -> {
              cluster.say(() -> engine.incarnation() + " wakes");
              engine.thaw();
            });
  }

  private void duplicate() {
    Lane lane = any(cluster.lanes());
    lane.running()
        .ifPresent(
            attempt -> {
              attempt.silence();
              lane.check(attempt);
              SimulatedSlice slice = attempt.slice();
              if (slice != null && random.nextBoolean()) {
                // Its next heartbeat tells the worker that it is not wanted any more.
                long wait = random.nextLong(cluster.scenario().timing().heartbeat());
                SimulatedEngine engine = attempt.engine();
                cluster.time().after(wait, () -> engine.whenAwake(() -> engine.evict(slice)));
              }
            });
  }

  private void tear() {
    int structure = random.nextInt(cluster.scenario().structures().size());
    cluster.say(() -> "the checkpoint of " + structure + " is torn");
    cluster.ledger().tear(structure);
  }

  private void slowDown() {
    slow++;
    cluster.time().after(moment() / 2 + 1, () -> slow--);
  }

  boolean isDatabaseSlow() {
    return slow > 0;
  }

  /** Whether an answer never arrives. */
  boolean losesAnswer() {
    if (answersToLose > 0 && random.nextInt(6) == 0) {
      answersToLose--;
      return true;
    }
    return false;
  }
}
