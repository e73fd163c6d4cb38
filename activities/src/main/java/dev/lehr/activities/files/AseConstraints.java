package dev.lehr.activities.files;

import com.fasterxml.jackson.databind.JsonNode;

/** ASE's constraints in their canonical form. One that has none refuses its structure. */
final class AseConstraints {

  private AseConstraints() {}

  /**
   * Reads a list of constraints.
   *
   * @throws Malformed {@code unsupported_constraint} for all but FixAtoms, FixCartesian and FixCom
   */
  static Constraints read(JsonNode list, int atoms) throws Malformed {
    Constraints constraints = new Constraints(atoms);
    if (list.isMissingNode() || list.isNull()) {
      return constraints;
    }
    if (!list.isArray()) {
      throw unsupported(Malformed.quoted(list.asText()));
    }
    for (JsonNode c : list) {
      JsonNode kwargs = c.path("kwargs");
      switch (c.path("name").asText()) {
        case "FixAtoms" -> fixAtoms(kwargs, constraints, atoms);
        case "FixCartesian" -> fixCartesian(kwargs, constraints, atoms);
        case "FixCom" -> constraints.fixCom();
        default -> throw unsupported(Malformed.quoted(c.path("name").asText()));
      }
    }
    return constraints;
  }

  private static Malformed unsupported(String found) {
    return new Malformed(
        "unsupported_constraint", "constraints", found, "FixAtoms, FixCartesian or FixCom");
  }

  private static void fixAtoms(JsonNode kwargs, Constraints constraints, int atoms)
      throws Malformed {
    JsonNode which = kwargs.has("indices") ? kwargs.get("indices") : kwargs.path("mask");
    for (int atom : atoms(which, atoms)) {
      constraints.hold(atom);
    }
  }

  /** Where the mask is true the atom is held. */
  private static void fixCartesian(JsonNode kwargs, Constraints constraints, int atoms)
      throws Malformed {
    double[] mask =
        kwargs.has("mask")
            ? NumberArray.of(kwargs.get("mask"), "FixCartesian").values()
            : new double[] {1, 1, 1};
    int[] held = atoms(kwargs.path("a"), atoms);
    if (mask.length != 3) {
      throw unsupported("FixCartesian with a mask of " + mask.length + " values");
    }
    for (int atom : held) {
      for (int axis = 0; axis < 3; axis++) {
        if (mask[axis] != 0) {
          constraints.hold(atom, axis);
        }
      }
    }
  }

  /** An index, indices (from the end where negative), or a boolean for each atom. */
  private static int[] atoms(JsonNode node, int atoms) throws Malformed {
    NumberArray array = NumberArray.of(node, "constraints");
    double[] v = array.values();
    if (array.logical() && v.length == atoms) {
      return java.util.stream.IntStream.range(0, atoms).filter(i -> v[i] != 0).toArray();
    }
    int[] indices = new int[v.length];
    for (int i = 0; i < v.length; i++) {
      double index = v[i] < 0 ? v[i] + atoms : v[i];
      if (!array.integral() || !(index >= 0 && index < atoms)) {
        throw new Malformed(
            "bad_value", "constraints", "the atom " + v[i], "indices of " + atoms + " atoms");
      }
      indices[i] = (int) index;
    }
    return indices;
  }
}
