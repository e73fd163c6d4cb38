package dev.lehr.simulation.optimize;

/**
 * Parameters of gradient descent; {@link #defaults} are torch-sim's.
 *
 * @param flavour {@code ASE}: along the gradient in the coordinates of ASE's cell filters, so atoms
 *     are carried along by the cell; {@code TORCHSIM}: atoms keep their Cartesian coordinates as
 *     the cell changes. Without a cell filter they are the same.
 * @param posLr step of an atom over the force on it, angstrom^2/eV
 * @param cellLr step of the cell over its gradient, 1/eV
 */
public record GradientDescentSettings(FireSettings.Flavour flavour, double posLr, double cellLr)
    implements OptimizerSettings {

  /** torch-sim's default parameters. */
  public static GradientDescentSettings defaults(FireSettings.Flavour flavour) {
    return new GradientDescentSettings(flavour, 0.01, 0.1);
  }

  @Override
  public String key() {
    return "gradient-descent";
  }
}
