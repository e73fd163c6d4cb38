package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.neighbors.NeighborSearchException;
import dev.lehr.simulation.optimize.Health;
import dev.lehr.simulation.optimize.ResultColumns;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.util.Optional;
import java.util.Set;

/**
 * Molecular dynamics for a number of steps. A move is the part of a step before the forward pass,
 * {@link #judge} ends the step, so that whatever leaves the batch or is written down has positions
 * and momenta of the same moment.
 *
 * <p>All that a trajectory depends on stands in columns: momenta, thermostats, the random key and
 * the number of steps. So it has the same bits alone, in any batch, and after a restart. Momenta
 * that a state has already are kept, others are drawn; where the thermostat leaves the centre of
 * mass out, momenta that are kept lose its velocity.
 *
 * <p>The goal is to make the steps: {@link Verdict.Converged} says that they are made.
 */
public final class Dynamics implements Stepper {

  /** Column of the momenta, sqrt(eV amu) (3 a row): ASE's unit. */
  public static final String MOMENTA = "momenta";

  /** Column of the degrees of freedom that temperatures are measured with (integer, 1 a row). */
  public static final String DEGREES_OF_FREEDOM = "degrees_of_freedom";

  /** A temperature above it has exploded, K. */
  public static final double LARGEST_TEMPERATURE = 1e6;

  /** A volume this many times larger or smaller than at the start has exploded. */
  public static final double LARGEST_VOLUME_CHANGE = 20;

  /** Column of the longest drift of a Cartesian component since the start, angstrom. */
  static final String LONGEST_DRIFT = "longest_drift";

  /** Column of a factor that the cell would have been scaled by, had it been sane; else 1. */
  static final String BAD_SCALING = "bad_scaling";

  private static final String UNFINISHED = "step_unfinished";
  private static final String START_VOLUME = "start_volume";
  private static final Verdict CONTINUE = new Verdict.Continue();

  private final DynamicsSettings settings;
  private final long seed;
  private final String stage;
  private final NumberSource numbers;
  private final Integrator integrator;

  /**
   * Dynamics with random numbers of its own for each structure.
   *
   * @param seed for example a campaign's
   * @param stage id of the stage; another stage has other numbers
   */
  public Dynamics(DynamicsSettings settings, long seed, String stage) {
    this(settings, seed, stage, NumberSource.keyed());
  }

  /** Dynamics with numbers from elsewhere. */
  Dynamics(DynamicsSettings settings, long seed, String stage, NumberSource numbers) {
    this.settings = settings;
    this.seed = seed;
    this.stage = stage;
    this.numbers = numbers;
    this.integrator = Integrator.of(settings, numbers);
  }

  /** The settings. */
  public DynamicsSettings settings() {
    return settings;
  }

  /** The momenta, where settings say {@link Velocities#CONTINUE}. */
  @Override
  public Set<String> takesOver() {
    return settings.velocities() == Velocities.CONTINUE ? Set.of(MOMENTA) : Set.of();
  }

  /**
   * Gives a system what its random numbers follow from, and the momenta of its file where settings
   * say {@link Velocities#FILE}.
   */
  @Override
  public void begin(SimState system, Structure structure) {
    RandomKey.put(system, seed, stage, structure.id());
    if (settings.velocities() == Velocities.FILE) {
      InitialMomenta.take(system, structure);
    }
  }

  @Override
  public Optional<Verdict.Failed> refuses(SimState system) {
    String what = "molecular dynamics (" + settings.ensemble().key() + ")";
    if (DegreesOfFreedom.of(system, settings.ensemble()) < 1) {
      return Optional.of(
          new Verdict.Failed(
              "no_degrees_of_freedom",
              what + ": a system of " + system.nAtoms() + " atoms has none that are free"));
    }
    for (int a = 0; a < system.nAtoms(); a++) {
      if (!(system.masses()[a] > 0)) {
        return Optional.of(
            new Verdict.Failed(
                "bad_mass",
                what + ": atom " + a + " has mass " + system.masses()[a] + ", expected above 0"));
      }
    }
    Optional<Verdict.Failed> noMomenta = noMomenta(system, what);
    if (noMomenta.isPresent()) {
      return noMomenta;
    }
    boolean movesCell = settings.ensemble().movesCell();
    if (!isPeriodic(system, 0) && (movesCell || settings.sampling().pairs().isPresent())) {
      String needs = movesCell ? what : "a pair distribution (rdf)";
      return Optional.of(
          new Verdict.Failed("needs_periodic_cell", needs + ": found a direction without period"));
    }
    Optional<String> tooMany =
        settings.sampling().pairs().flatMap(p -> PairDistribution.tooMany(system, 0, p));
    if (tooMany.isPresent()) {
      return Optional.of(notSearchable(0, tooMany.get()));
    }
    return movesCell && Constraints.any(system, 0)
        ? Optional.of(
            new Verdict.Failed(
                "unsupported_constraint", what + ": a scaled cell moves what is held"))
        : Optional.empty();
  }

  private Optional<Verdict.Failed> noMomenta(SimState system, String what) {
    boolean mayDraw = settings.velocities() == Velocities.MAXWELL_BOLTZMANN;
    if (mayDraw || system.hasColumn(MOMENTA)) {
      return Optional.empty();
    }
    String expected =
        settings.velocities() == Velocities.FILE
            ? "a column 'momenta' of three finite numbers for each atom (sqrt(eV amu), as ASE"
                + " writes it) in the structure's file"
            : "those of the stage before";
    return Optional.of(
        new Verdict.Failed("no_momenta", what + ": found no momenta, expected " + expected));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where the state needs random numbers and {@link #begin} was
   *     not called, or it cannot be moved, see {@link #refuses}
   */
  @Override
  public void prepare(SimState system) {
    refuses(system)
        .ifPresent(
            failed -> {
              throw new IllegalArgumentException(failed.detail());
            });
    ResultColumns.addTo(system);
    Observables.addTo(system);
    long degrees = DegreesOfFreedom.of(system, settings.ensemble());
    system.addLongs(DEGREES_OF_FREEDOM, Scope.SYSTEM, 1, degrees);
    system.addDoubles(LONGEST_DRIFT, Scope.SYSTEM, 1, 0);
    system.addDoubles(BAD_SCALING, Scope.SYSTEM, 1, 1);
    system.addLongs(UNFINISHED, Scope.SYSTEM, 1, 0);
    system.addDoubles(START_VOLUME, Scope.SYSTEM, 1, Math.abs(system.volume(0)));
    integrator.prepare(system);
    Sampling sampling = settings.sampling();
    sampling.displacements().ifPresent(every -> Displacements.addTo(system, every));
    sampling.pairs().ifPresent(pairs -> PairDistribution.addTo(system, pairs));
    if (system.hasColumn(MOMENTA)) {
      InitialMomenta.keep(system, settings.ensemble());
    } else {
      InitialMomenta.draw(
          system, settings.temperature(), numbers.at(system, 0, 0, NumberSource.START));
    }
  }

  @Override
  public void move(SimState batch, int system) {
    long step = ++batch.longs(ITERATION)[system];
    batch.longs(UNFINISHED)[system] = 1;
    integrator.before(new Particles(batch, system), step);
  }

  /**
   * {@inheritDoc} Ends the step where one is under way; asked again it says the same and changes
   * nothing.
   */
  @Override
  public Verdict judge(SimState batch, int system) {
    Optional<Verdict> failed = Health.notFinite(batch, system);
    if (failed.isEmpty()) {
      failed = Health.exploded(batch, system);
    }
    if (failed.isEmpty()) {
      failed = drifted(batch, system);
    }
    if (failed.isPresent()) {
      return failed.get();
    }
    long step = batch.longs(ITERATION)[system];
    boolean ends = batch.longs(UNFINISHED)[system] != 0;
    Particles particles = new Particles(batch, system);
    if (ends) {
      integrator.after(particles, step);
      batch.longs(UNFINISHED)[system] = 0;
    }
    double temperature = observe(particles);
    if (!(temperature <= LARGEST_TEMPERATURE)) {
      return exploded(step, "the temperature is " + temperature + " K");
    }
    if (ends && step > settings.averageAfter()) {
      Observables.count(batch, system);
    }
    Optional<Verdict> unsampled = sample(batch, system, step, ends);
    if (unsampled.isPresent()) {
      return unsampled.get();
    }
    return step >= settings.steps() ? new Verdict.Converged() : CONTINUE;
  }

  /** Adds to displacements and pair distribution what the moment gives; why it cannot. */
  private Optional<Verdict> sample(SimState batch, int system, long step, boolean ends) {
    Sampling sampling = settings.sampling();
    long since = step - settings.averageAfter();
    if (sampling.displacements().isPresent() && since >= 0) {
      if (since == 0) {
        Displacements.start(batch, system);
      }
      Displacements.sample(batch, system, since);
    }
    if (sampling.pairs().isPresent() && ends && since > 0) {
      PairSampling pairs = sampling.pairs().get();
      return since % pairs.every() == 0
          ? countPairs(batch, system, pairs).map(why -> notSearchable(step, why))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> countPairs(SimState batch, int system, PairSampling pairs) {
    Optional<String> tooMany = PairDistribution.tooMany(batch, system, pairs);
    if (tooMany.isEmpty()) {
      try {
        PairDistribution.sample(batch, system, pairs);
      } catch (NeighborSearchException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return tooMany;
  }

  private static Verdict.Failed notSearchable(long step, String why) {
    return new Verdict.Failed("not_searchable", "at step " + step + " the pairs of rdf: " + why);
  }

  /** Puts the observables of the moment; the temperature, K. */
  private double observe(Particles particles) {
    SimState batch = particles.batch;
    int s = particles.system;
    double kinetic = particles.kineticEnergy();
    double potential = batch.doubles(ENERGY)[s];
    double temperature = 2 * kinetic / (particles.degreesOfFreedom() * Units.KB);
    double volume = Math.abs(batch.volume(s));
    double conserved = integrator.conserved(particles, kinetic + potential);
    Observables.put(batch, s, Observable.TEMPERATURE, temperature);
    Observables.put(batch, s, Observable.KINETIC_ENERGY, kinetic);
    Observables.put(batch, s, Observable.POTENTIAL_ENERGY, potential);
    Observables.put(batch, s, Observable.TOTAL_ENERGY, kinetic + potential);
    Observables.put(batch, s, Observable.PRESSURE, pressure(batch, s, kinetic, volume));
    Observables.put(batch, s, Observable.VOLUME, volume);
    Observables.put(batch, s, Observable.CONSERVED, conserved);
    if (batch.longs(ITERATION)[s] == 0) {
      batch.doubles(Observables.CONSERVED_START)[s] = conserved;
    }
    return temperature;
  }

  private static double pressure(SimState batch, int system, double kinetic, double volume) {
    if (!isPeriodic(batch, system)) {
      return Double.NaN;
    }
    double[] stress = batch.doubles(STRESS);
    int i = 9 * system;
    return (2 * kinetic / volume - (stress[i] + stress[i + 4] + stress[i + 8])) / 3;
  }

  private static boolean isPeriodic(SimState batch, int system) {
    boolean[] pbc = batch.pbc();
    return pbc[3 * system] && pbc[3 * system + 1] && pbc[3 * system + 2];
  }

  private static Optional<Verdict> drifted(SimState batch, int system) {
    long step = batch.longs(ITERATION)[system];
    double longest = batch.doubles(LONGEST_DRIFT)[system];
    if (!(longest <= Particles.LONGEST_DRIFT)) {
      return Optional.of(
          exploded(
              step,
              "an atom would move by "
                  + longest
                  + " angstrom at once, above "
                  + Particles.LONGEST_DRIFT));
    }
    double scaling = batch.doubles(BAD_SCALING)[system];
    if (scaling != 1) {
      return Optional.of(exploded(step, "the cell would be scaled by " + scaling + " at once"));
    }
    double start = batch.doubles(START_VOLUME)[system];
    double ratio = start == 0 ? 1 : Math.abs(batch.volume(system)) / start;
    if (!(ratio <= LARGEST_VOLUME_CHANGE && ratio >= 1 / LARGEST_VOLUME_CHANGE)) {
      return Optional.of(exploded(step, "the volume is " + ratio + " times that at the start"));
    }
    return Optional.empty();
  }

  private static Verdict exploded(long step, String what) {
    return new Verdict.Failed("exploded", "at step " + step + " " + what);
  }
}
