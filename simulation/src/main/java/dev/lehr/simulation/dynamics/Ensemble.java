package dev.lehr.simulation.dynamics;

import dev.lehr.simulation.units.Units;
import java.util.OptionalDouble;

/**
 * The ensemble that a trajectory samples, and how. Names and defaults are torch-sim's; what is
 * absent is a multiple of the time step.
 */
public sealed interface Ensemble {

  /** The word for it, for example {@code nvt-langevin}. */
  String key();

  /** Whether the cell moves. */
  default boolean movesCell() {
    return false;
  }

  /** Whether it has a bath, at a temperature above 0. */
  default boolean hasBath() {
    return true;
  }

  /** Constant energy: velocity Verlet (L. Verlet, Phys. Rev. 159, 98, 1967; W. C. Swope, 1982). */
  record Nve() implements Ensemble {
    @Override
    public String key() {
      return "nve";
    }

    @Override
    public boolean hasBath() {
      return false;
    }
  }

  /**
   * Constant temperature by friction and noise, in the order BAOAB (B. Leimkuhler, C. Matthews,
   * Appl. Math. Res. Express 2013, 34).
   *
   * @param gamma friction, 1/fs; default 1/(100 timesteps)
   */
  record NvtLangevin(OptionalDouble gamma) implements Ensemble {
    /** Checks the friction. */
    public NvtLangevin {
      positive("gamma", gamma);
    }

    @Override
    public String key() {
      return "nvt-langevin";
    }
  }

  /**
   * Constant temperature by a chain of thermostats (G. J. Martyna, M. E. Tuckerman, D. J. Tobias,
   * M. L. Klein, Mol. Phys. 87, 1117, 1996); deterministic.
   *
   * @param tau relaxation time, fs; default 10 timesteps
   * @param chainLength number of thermostats, at least 1
   * @param chainSteps parts that a step of the chain is cut into, at least 1
   * @param sySteps order of Suzuki's and Yoshida's decomposition: 1, 3, 5 or 7
   */
  record NvtNoseHoover(OptionalDouble tau, int chainLength, int chainSteps, int sySteps)
      implements Ensemble {
    /** Checks the numbers. */
    public NvtNoseHoover {
      positive("tau", tau);
      if (chainLength < 1 || chainSteps < 1) {
        throw new IllegalArgumentException(
            "chain_length is "
                + chainLength
                + " and chain_steps "
                + chainSteps
                + ", expected 1 or more");
      }
      if (sySteps != 1 && sySteps != 3 && sySteps != 5 && sySteps != 7) {
        throw new IllegalArgumentException("sy_steps is " + sySteps + ", expected 1, 3, 5 or 7");
      }
    }

    @Override
    public String key() {
      return "nvt-nose-hoover";
    }
  }

  /**
   * Constant temperature by scaling all momenta with a random factor that has the canonical
   * distribution of the kinetic energy (G. Bussi, D. Donadio, M. Parrinello, J. Chem. Phys. 126,
   * 014101, 2007).
   *
   * @param tau relaxation time, fs; default 10 timesteps
   */
  record NvtVRescale(OptionalDouble tau) implements Ensemble {
    /** Checks the time. */
    public NvtVRescale {
      positive("tau", tau);
    }

    @Override
    public String key() {
      return "nvt-v-rescale";
    }
  }

  /**
   * Constant pressure by stochastic scaling of cell and atoms, constant temperature by {@link
   * NvtVRescale} (M. Bernetti, G. Bussi, J. Chem. Phys. 153, 114107, 2020; for {@link
   * Scaling#ANISOTROPIC} V. Del Tatto et al., Appl. Sci. 12, 1139, 2022).
   *
   * @param scaling which cells are sampled
   * @param externalPressure eV/angstrom^3, positive compresses
   * @param tau relaxation time of the thermostat, fs; default 100 timesteps
   * @param tauP relaxation time of the barostat, fs; default 1000 timesteps
   * @param isothermalCompressibility (eV/angstrom^3)^-1
   */
  record NptCRescale(
      Scaling scaling,
      double externalPressure,
      OptionalDouble tau,
      OptionalDouble tauP,
      double isothermalCompressibility)
      implements Ensemble {

    /** Which cells are sampled. */
    public enum Scaling {
      /** The volume changes, the shape does not. */
      ISOTROPIC,
      /** Cartesian axes are scaled each by a factor of its own. */
      ANISOTROPIC
    }

    /** Checks the numbers. */
    public NptCRescale {
      positive("tau", tau);
      positive("tau_p", tauP);
      positive("isothermal_compressibility", OptionalDouble.of(isothermalCompressibility));
      if (!Double.isFinite(externalPressure)) {
        throw new IllegalArgumentException(
            "external_pressure is " + externalPressure + ", expected a finite number");
      }
    }

    @Override
    public String key() {
      return scaling == Scaling.ISOTROPIC ? "npt-c-rescale" : "npt-c-rescale-anisotropic";
    }

    @Override
    public boolean movesCell() {
      return true;
    }
  }

  /** Constant energy. */
  static Ensemble nve() {
    return new Nve();
  }

  /** Langevin dynamics with the default friction. */
  static Ensemble nvtLangevin() {
    return new NvtLangevin(OptionalDouble.empty());
  }

  /** A chain of three thermostats with torch-sim's settings. */
  static Ensemble nvtNoseHoover() {
    return new NvtNoseHoover(OptionalDouble.empty(), 3, 3, 3);
  }

  /** Velocity rescaling with the default time. */
  static Ensemble nvtVRescale() {
    return new NvtVRescale(OptionalDouble.empty());
  }

  /**
   * Isotropic cell rescaling with default times and the compressibility of a metal, 1e-6/bar.
   *
   * @param externalPressure eV/angstrom^3
   */
  static Ensemble nptCRescale(double externalPressure) {
    return new NptCRescale(
        NptCRescale.Scaling.ISOTROPIC,
        externalPressure,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        1e-6 / Units.BAR);
  }

  private static void positive(String name, OptionalDouble value) {
    if (value.isPresent() && !(value.getAsDouble() > 0 && Double.isFinite(value.getAsDouble()))) {
      throw new IllegalArgumentException(
          name + " is " + value.getAsDouble() + ", expected a finite number above 0");
    }
  }
}
