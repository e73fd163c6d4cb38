package dev.lehr.simulation.optimize;

import dev.lehr.simulation.constraints.Constraints;
import dev.lehr.simulation.state.SimState;

/** Steps along the gradient, of a size that does not adapt. Slow; it remembers nothing. */
public final class GradientDescent implements Optimizer {

  private final GradientDescentSettings settings;
  private final Relaxation relaxation;
  private final boolean torchsim;

  /** Gradient descent with all its settings. */
  public GradientDescent(
      GradientDescentSettings settings, CellFilter filter, Convergence convergence) {
    this.settings = settings;
    this.relaxation = new Relaxation(filter, convergence, settings.flavour());
    this.torchsim = settings.flavour() == FireSettings.Flavour.TORCHSIM;
  }

  @Override
  public Relaxation relaxation() {
    return relaxation;
  }

  @Override
  public void prepare(SimState system) {
    relaxation.prepare(system);
  }

  @Override
  public void move(SimState batch, int system) {
    Coordinates coordinates = relaxation.coordinates();
    Scratch s = coordinates.forces(batch, system);
    int atoms = 3 * batch.nAtoms(system);
    boolean asTorchSim = torchsim && relaxation.cell().moves(batch, system);
    if (asTorchSim) {
      System.arraycopy(batch.doubles(FORCES), 3 * batch.firstAtom(system), s.forces, 0, atoms);
      Constraints.projectForces(batch, system, s.forces);
    }
    for (int i = 0; i < atoms + 9; i++) {
      s.step[i] = (i < atoms ? settings.posLr() : settings.cellLr()) * s.forces[i];
    }
    if (asTorchSim) {
      coordinates.addToPositions(batch, system, s.step, Constraints.any(batch, system));
      relaxation.cell().move(batch, system, s.step, atoms, s, s.deformation);
    } else {
      coordinates.displace(batch, system, s.step, s);
    }
    relaxation.moved(batch, system);
  }
}
