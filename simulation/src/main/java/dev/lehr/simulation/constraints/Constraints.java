package dev.lehr.simulation.constraints;

import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;

/**
 * Which atoms of a system are held, and whether its centre of mass is, as columns of a state that
 * travel with the system.
 *
 * <p>ASE's {@code FixAtoms}, {@code FixCartesian} and {@code FixCom}. Both projections below are
 * idempotent. Where atoms are held and the centre of mass too, the latter is kept by moving the
 * free atoms alone; ASE applies its constraints one after the other and moves held atoms then.
 *
 * <p>The columns say what is held, not what moves: a batch fills missing columns with 0, and a
 * system without constraints is free.
 */
public final class Constraints {

  /** Column of the held Cartesian components (integer, 3 a row): 1 where held, 0 where free. */
  public static final String FIXED = "fixed";

  /** Column that says whether the centre of mass is held (integer, 1 a row): 1 or 0. */
  public static final String FIX_COM = "fix_com";

  private Constraints() {}

  /**
   * Holds atoms of a state of one system, in addition to those held already.
   *
   * @param moves true where the atom or component moves, as in {@code move_mask}
   * @param width 1 for whole atoms, 3 for Cartesian components
   * @throws IllegalArgumentException where the length is not {@code width} times the atoms
   */
  public static void hold(SimState system, boolean[] moves, int width) {
    int n = system.nAtoms();
    if ((width != 1 && width != 3) || moves.length != width * n) {
      throw new IllegalArgumentException(
          "a mask of " + moves.length + " values, " + width + " an atom, for " + n + " atoms");
    }
    long[] fixed = system.hasColumn(FIXED) ? system.longs(FIXED) : new long[3 * n];
    boolean any = false;
    for (int i = 0; i < 3 * n; i++) {
      boolean held = !moves[width == 3 ? i : i / 3];
      any |= held;
      fixed[i] = held ? 1 : fixed[i];
    }
    if (any && !system.hasColumn(FIXED)) {
      system.putColumn(FIXED, new Column.Longs(Scope.ATOM, 3, fixed));
    }
  }

  /** Holds the centre of mass of a state of one system. */
  public static void holdCenterOfMass(SimState system) {
    system.putColumn(FIX_COM, new Column.Longs(Scope.SYSTEM, 1, new long[] {1}));
  }

  /** Whether anything of a system is held. */
  public static boolean any(SimState batch, int system) {
    if (holdsCenterOfMass(batch, system)) {
      return true;
    }
    if (batch.hasColumn(FIXED)) {
      long[] fixed = batch.longs(FIXED);
      for (int i = 3 * batch.firstAtom(system); i < 3 * batch.firstAtom(system + 1); i++) {
        if (fixed[i] != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the centre of mass of a system is held. */
  public static boolean holdsCenterOfMass(SimState batch, int system) {
    return batch.hasColumn(FIX_COM) && batch.longs(FIX_COM)[system] != 0;
  }

  /**
   * Whether a Cartesian component is held.
   *
   * @param component 3 times the atom's index in the batch, plus 0, 1 or 2
   */
  public static boolean holds(SimState batch, int component) {
    return batch.hasColumn(FIXED) && batch.longs(FIXED)[component] != 0;
  }

  /** Whether all three components of an atom are held. */
  public static boolean holdsWholly(SimState batch, int atom) {
    return holds(batch, 3 * atom) && holds(batch, 3 * atom + 1) && holds(batch, 3 * atom + 2);
  }

  /** Number of atoms of a system of which some component is held. */
  public static int heldAtoms(SimState batch, int system) {
    int held = 0;
    for (int a = batch.firstAtom(system); a < batch.firstAtom(system + 1); a++) {
      if (holds(batch, 3 * a) || holds(batch, 3 * a + 1) || holds(batch, 3 * a + 2)) {
        held++;
      }
    }
    return held;
  }

  /**
   * Takes out of forces what constraints balance: held components become 0, and with a held centre
   * of mass so does the part along the masses (Ciccotti and Ferrario, J. Phys. Chem. A 102, 1959,
   * 1998, eqs. 3 and 7, as in ASE). This is the orthogonal projection on the steps that are
   * allowed.
   *
   * @param v 3 numbers for each atom of the system, from 0
   */
  public static void projectForces(SimState batch, int system, double[] v) {
    release(batch, system, v);
    if (holdsCenterOfMass(batch, system)) {
      double[] masses = batch.masses();
      int first = batch.firstAtom(system);
      for (int k = 0; k < 3; k++) {
        double along = 0;
        double norm2 = 0;
        for (int a = 0; a < batch.nAtoms(system); a++) {
          double m = holds(batch, 3 * (first + a) + k) ? 0 : masses[first + a];
          along += m * v[3 * a + k];
          norm2 += m * m;
        }
        for (int a = 0; a < batch.nAtoms(system) && norm2 > 0; a++) {
          double m = holds(batch, 3 * (first + a) + k) ? 0 : masses[first + a];
          v[3 * a + k] -= m * (along / norm2);
        }
      }
    }
  }

  /**
   * Makes displacements or velocities allowed: held components become 0, and with a held centre of
   * mass all free atoms are shifted alike so that it stays, as ASE's {@code FixCom} does.
   *
   * @param v 3 numbers for each atom of the system, from 0
   */
  public static void projectStep(SimState batch, int system, double[] v) {
    release(batch, system, v);
    if (holdsCenterOfMass(batch, system)) {
      double[] masses = batch.masses();
      int first = batch.firstAtom(system);
      for (int k = 0; k < 3; k++) {
        double moment = 0;
        double mass = 0;
        for (int a = 0; a < batch.nAtoms(system); a++) {
          double m = holds(batch, 3 * (first + a) + k) ? 0 : masses[first + a];
          moment += m * v[3 * a + k];
          mass += m;
        }
        for (int a = 0; a < batch.nAtoms(system) && mass > 0; a++) {
          if (!holds(batch, 3 * (first + a) + k)) {
            v[3 * a + k] -= moment / mass;
          }
        }
      }
    }
  }

  private static void release(SimState batch, int system, double[] v) {
    if (batch.hasColumn(FIXED)) {
      long[] fixed = batch.longs(FIXED);
      int first = 3 * batch.firstAtom(system);
      for (int i = 0; i < 3 * batch.nAtoms(system); i++) {
        if (fixed[first + i] != 0) {
          v[i] = 0;
        }
      }
    }
  }
}
