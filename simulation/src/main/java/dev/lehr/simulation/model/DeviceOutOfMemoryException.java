package dev.lehr.simulation.model;

/** A model found no memory for a batch. The batch is as it was: a smaller one may fit. */
public final class DeviceOutOfMemoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the device said. */
  public DeviceOutOfMemoryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the device said. */
  public DeviceOutOfMemoryException(String message) {
    super(message);
  }
}
