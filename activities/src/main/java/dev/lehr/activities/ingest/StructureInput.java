package dev.lehr.activities.ingest;

import dev.lehr.activities.files.StructureSource;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.function.Supplier;

/** Where structures of a campaign come from. */
public sealed interface StructureInput {

  /** Files. */
  record FromFiles(StructureSource source) implements StructureInput {}

  /** A generator; asked anew for each reading. */
  record Generated(Supplier<List<Structure>> structures) implements StructureInput {}
}
