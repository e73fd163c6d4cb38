package dev.lehr.activities.forecast;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A structure on its way through the stages, as far as that is known. */
final class Traveller {

  private final long index;
  private final String id;
  private final byte[] payload;
  private final int atoms;
  private final String formula;
  private final Optional<Traveller> parent;
  private final Map<Integer, Standing> standings = new HashMap<>();

  Traveller(
      long index,
      String id,
      byte[] payload,
      int atoms,
      String formula,
      Optional<Traveller> parent) {
    this.index = index;
    this.id = id;
    this.payload = payload;
    this.atoms = atoms;
    this.formula = formula;
    this.parent = parent;
  }

  long index() {
    return index;
  }

  String id() {
    return id;
  }

  /** The encoded structure as it was taken in or made. */
  byte[] payload() {
    return payload;
  }

  int atoms() {
    return atoms;
  }

  String formula() {
    return formula;
  }

  /** What it was made of. */
  Optional<Traveller> parent() {
    return parent;
  }

  Standing at(int stage) {
    return standings.getOrDefault(stage, Standing.UNKNOWN);
  }

  void stands(int stage, Standing standing) {
    standings.put(stage, standing);
  }
}
