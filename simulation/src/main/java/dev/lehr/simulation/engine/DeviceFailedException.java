package dev.lehr.simulation.engine;

/**
 * The model fails whatever it is run on: it is the device or the model, not the systems. No system
 * is to blame; each can go on from its last checkpoint elsewhere.
 */
public final class DeviceFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the model said last. */
  public DeviceFailedException(Throwable last) {
    super("the model fails on everything: " + last.getMessage(), last);
  }
}
