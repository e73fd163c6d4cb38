package dev.lehr.simulation.simulator;

import dev.lehr.simulation.schedule.SchedulerSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws a scenario. */
final class ScenarioDraw {

  /** With so few faults asked for, each is there in every scenario. */
  private static final int FEW = 3;

  private final long seed;
  private final SimulatorSettings settings;
  private final SplittableRandom random;
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);

  private ScenarioDraw(long seed, SimulatorSettings settings) {
    this.seed = seed;
    this.settings = settings;
    this.random = new SplittableRandom(seed);
  }

  static Scenario of(long seed, SimulatorSettings settings) {
    return new ScenarioDraw(seed, settings).draw();
  }

  private Scenario draw() {
    for (Fault fault : Fault.values()) {
      boolean drawn = random.nextBoolean() || settings.faults().size() <= FEW;
      if (settings.faults().contains(fault) && drawn) {
        faults.add(fault);
      }
    }
    int n = settings.structures() > 0 ? settings.structures() : between(8, 40);
    List<Population.Member> members = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      members.add(settings.population().draw(random.split()));
    }
    double growth = random.nextInt(3) == 0 ? 0.5 * random.nextDouble() : 0;
    double largest =
        (1 + growth) * members.stream().mapToDouble(Population.Member::size).max().orElse(1);
    // What the device takes, as part of the cap: less than 1 where the cap is too large.
    double room = faults.contains(Fault.HUNGRY) ? 0.6 + 0.6 * random.nextDouble() : 1;
    double drawn = largest / Math.min(1, room) * (1.05 + 4 * random.nextDouble());
    double least = largest / Math.min(1, room) * 1.05;
    double cap = Math.max(least, settings.population().device().orElse(drawn));
    boolean aloneAboveCap = !faults.contains(Fault.HUNGRY) && random.nextBoolean();
    double base = cap * random.nextDouble();
    DeviceLaw law =
        new DeviceLaw(
            base,
            1,
            aloneAboveCap ? Double.POSITIVE_INFINITY : base + room * cap * (1 + 1e-9),
            500 + 2000 * random.nextDouble(),
            4000 / cap);
    List<SimulatedStructure> structures = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      structures.add(structure(i, members.get(i), growth, cap, room, aloneAboveCap));
    }
    int workers = between(1, 3);
    SchedulerSettings scheduling =
        new SchedulerSettings(
            settings.packing(), cap, aloneAboveCap, between(5, 50), 0.1 * random.nextDouble());
    return new Scenario(
        seed,
        structures,
        between(2, 12),
        between(1, 4),
        workers,
        law,
        scheduling,
        between(1, 16),
        between(1, 20),
        growth > 0 ? between(1, 4) : 0,
        between(1, 2),
        settings.swapEvery(),
        faults,
        timing(structures, law, cap * workers));
  }

  private SimulatedStructure structure(
      int index,
      Population.Member member,
      double growth,
      double cap,
      double room,
      boolean aloneAboveCap) {
    Fate fate = fate();
    double size = member.size();
    double hunger = 1;
    if (fate == Fate.TOO_LARGE) {
      size = cap * (1.01 + random.nextDouble());
      fate = aloneAboveCap ? Fate.CONVERGES : fate;
    } else if (fate == Fate.HUNGRY) {
      hunger = room * cap / size * (1.1 + random.nextDouble());
    } else if (faults.contains(Fault.HUNGRY) && random.nextInt(6) == 0) {
      // Hungrier than it says, and still not too hungry to be alone.
      hunger = 1 + random.nextDouble() * (0.95 * room * cap / (size * (1 + growth)) - 1);
    }
    int every = settings.swapEvery();
    int last = (member.steps() + every - 1) / every * every;
    int atoms = between(1, 3);
    return new SimulatedStructure(
        index,
        atoms,
        size,
        growth,
        member.steps(),
        fate,
        random.nextInt(member.steps() + 1),
        Math.max(1, hunger),
        Path.alone(index, atoms, last));
  }

  private Fate fate() {
    int draw = random.nextInt(100);
    if (draw < 4 && faults.contains(Fault.NOT_A_NUMBER)) {
      return Fate.NOT_A_NUMBER;
    }
    if (draw >= 4 && draw < 7 && faults.contains(Fault.HUNGRY)) {
      return Fate.HUNGRY;
    }
    if (draw >= 7 && draw < 10 && faults.contains(Fault.MODEL_FAILS)) {
      return Fate.MODEL_FAILS;
    }
    if (draw >= 10 && draw < 13 && faults.contains(Fault.POISON)) {
      return Fate.POISON;
    }
    if (draw >= 13 && draw < 15 && !faults.isEmpty()) {
      return Fate.TOO_LARGE;
    }
    return draw >= 90 ? Fate.USES_UP_ITS_STEPS : Fate.CONVERGES;
  }

  private Scenario.Timing timing(List<SimulatedStructure> all, DeviceLaw law, double capacity) {
    double sizeSteps = all.stream().mapToDouble(s -> s.size() * s.steps()).sum();
    long work = Math.round(sizeSteps / capacity * (law.stepMicros() + 4000) * 1.5) + 20_000;
    return new Scenario.Timing(
        between(1_000, 40_000),
        between(200, 3_000),
        between(20_000, 200_000),
        between(20_000, 200_000),
        between(1_000, 100_000),
        between(20_000, 80_000),
        between(2_000, 60_000),
        work);
  }

  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
