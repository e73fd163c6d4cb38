package dev.lehr.simulation.neighbors;

/**
 * The neighbours of a system cannot be listed: coordinates that are not finite, periodic lattice
 * vectors that span no volume, or a cell so small that the pairs would not fit in memory.
 */
public final class NeighborSearchException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  NeighborSearchException(String message) {
    super(message);
  }
}
