package dev.lehr.simulation.analysis;

import dev.lehr.simulation.structure.Structure;

/**
 * A structure that a study makes of its parent.
 *
 * @param name what it is among its siblings, for example {@code strain-yz+0.0025}
 * @param structure what is to be evaluated; its id is the parent's with a stroke and the name
 */
public record Child(String name, Structure structure) {

  /** Names a structure after its parent. */
  public static Child of(Structure parent, String name, Structure structure) {
    return new Child(name, structure.toBuilder().id(parent.id() + "/" + name).build());
  }
}
