package dev.lehr.activities.commands;

import dev.lehr.activities.files.ReadResult;
import dev.lehr.activities.files.StructureFiles;
import dev.lehr.activities.files.StructureReader;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The structure that a program hands back: the last one of its file, of the same atoms in the same
 * order. What the input said of itself stays, but for results of its geometry.
 */
final class ReturnedStructure {

  private static final Set<String> RESULTS =
      Set.of("energy", "free_energy", "stress", "virial", "forces", "energies", "stresses");

  private ReturnedStructure() {}

  static Structure read(Path file, String name, Structure input) throws BadOutputException {
    Optional<Structure> last = Optional.empty();
    try (StructureReader reader = StructureFiles.open(file, name, Optional.empty())) {
      while (reader.hasNext()) {
        ReadResult result = reader.next();
        if (result instanceof ReadResult.Rejected rejected) {
          throw new BadOutputException(
              name, rejected.problems().get(0).message(), "a sound structure");
        }
        last = Optional.of(((ReadResult.Read) result).structure());
      }
    } catch (IOException e) {
      // Of an unknown format, or compressed in a way that is not read.
      throw new BadOutputException(name, String.valueOf(e.getMessage()), "a sound structure");
    }
    Structure found =
        last.orElseThrow(() -> new BadOutputException(name, "no structure", "one structure"));
    if (!Arrays.equals(found.atomicNumbers(), input.atomicNumbers())) {
      boolean reordered = found.formula().equals(input.formula());
      throw new BadOutputException(
          name,
          found.formula() + (reordered ? " in another order" : ""),
          input.formula() + ", the atoms in the order in which they were given");
    }
    return moved(input, found);
  }

  private static Structure moved(Structure input, Structure found) {
    Structure.Builder moved =
        Structure.builder(input.id(), input.source(), input.atomicNumbers(), found.positions());
    found.cell().or(input::cell).ifPresent(moved::cell);
    // A POSCAR or CIF is periodic whatever was given; only who had no cell may have got one.
    boolean[] pbc = input.cell().isPresent() ? input.pbc() : found.pbc();
    moved.pbc(pbc[0], pbc[1], pbc[2]);
    input.masses().ifPresent(moved::masses);
    input
        .info()
        .forEach(
            (key, value) -> {
              if (!RESULTS.contains(key)) {
                moved.info(key, value);
              }
            });
    input
        .arrays()
        .forEach(
            (key, column) -> {
              if (!RESULTS.contains(key)) {
                moved.array(key, column);
              }
            });
    return moved.build();
  }
}
