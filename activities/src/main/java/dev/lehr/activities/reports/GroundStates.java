package dev.lehr.activities.reports;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.activities.results.ResultFields;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * For each element the crystal structure of lowest energy per atom among the converged structures,
 * its lattice constants and cohesive energy, beside reference values. Structures count as what they
 * are after relaxation, not as what they started as. The cohesive energy is minus the energy per
 * atom: a lone atom has none in the embedded-atom method.
 *
 * <p>Reference columns: {@code element, structure, a, c, cohesive, fitted_cohesive}; angstrom,
 * eV/atom.
 */
final class GroundStates {

  private static final String ROW =
      "%-2s  %-5s %-4s %-3s  %6s %4s %5s  %6s %4s %5s  %6s %4s %5s %6s %5s  %-12s %6s %6s%n";

  private static final String GROUPS = "%-2s  %-14s  %-17s  %-17s  %-30s  %-12s %6s %6s%n";

  private static final String COHESIVE = "cohesive energy, eV/atom";
  private static final String NEXT = "next";

  private static final Object[] HEADER = {
    "",
    "found",
    "exp.",
    "",
    "found",
    "exp.",
    "%",
    "found",
    "exp.",
    "%",
    "found",
    "exp.",
    "%",
    "fitted",
    "%",
    "meV/atom",
    "min.",
    "start"
  };

  private static final String NOTES =
      """
      Structures are named after relaxation, by their bonds (common neighbour analysis).
        next: the crystal of lowest energy that is of another kind; "other" is none of the known ones.
        in the min.: how many of the element's structures ended within 1e-6 eV/atom of the lowest.
        left start: how many are no longer the prototype that they started as.
      """;

  private GroundStates() {}

  static String text(Ledger ledger, CampaignRow campaign, ReferenceTable reference) {
    Map<String, Found> found = new TreeMap<>();
    ledger.forEachResult(
        campaign.id(),
        campaign.stages().size() - 1,
        Set.of(TaskStatus.CONVERGED),
        true,
        row -> note(found, row));
    return text(found, reference);
  }

  static String text(Map<String, Found> found, ReferenceTable reference) {
    StringBuilder text = new StringBuilder();
    add(
        text,
        GROUPS,
        "",
        "ground state",
        "a, angstrom",
        "c, angstrom",
        COHESIVE,
        NEXT,
        "in the",
        "left");
    add(text, ROW, HEADER);
    int right = 0;
    int compared = 0;
    for (String element : reference.rows().keySet()) {
      Found crystals = found.get(element);
      if (crystals == null) {
        add(text, "%-2s  no converged structure%n", element);
        continue;
      }
      boolean same = crystals.lowest().name().equals(reference.text(element, "structure"));
      compared++;
      right += same ? 1 : 0;
      add(text, ROW, line(element, crystals, same, reference));
    }
    add(text, "%nGround states as in nature: %d of %d.%n", right, compared);
    text.append(NOTES);
    reference.sources().forEach(s -> text.append("  ").append(s).append('\n'));
    return text.toString();
  }

  private static void note(Map<String, Found> found, ResultRow row) {
    Optional<Structure> input = ResultFields.input(row);
    Optional<SimState> state = ResultFields.state(row);
    if (input.isEmpty() || state.isEmpty()) {
      return;
    }
    int[] numbers = input.get().atomicNumbers();
    Object start = input.get().info().get("prototype");
    if (start == null || Arrays.stream(numbers).distinct().count() != 1) {
      return;
    }
    found
        .computeIfAbsent(Elements.symbol(numbers[0]), e -> new Found())
        .add(Found.Crystal.of(start.toString(), row.energy() / row.nAtoms(), state.get()));
  }

  private static Object[] line(
      String element, Found crystals, boolean same, ReferenceTable reference) {
    Found.Crystal best = crystals.lowest();
    OptionalDouble a = reference.number(element, "a");
    OptionalDouble c = reference.number(element, "c");
    OptionalDouble cohesive = reference.number(element, "cohesive");
    OptionalDouble fitted = reference.number(element, "fitted_cohesive");
    double ours = -best.energy();
    return new Object[] {
      element,
      best.name(),
      reference.text(element, "structure"),
      same ? "ok" : "NOT",
      constant(best, 0),
      shown(a, 2),
      // Of another crystal than the reference's, a difference would say nothing.
      same ? percent(best.lattice()[0], a) : "",
      constant(best, 1),
      shown(c, 2),
      same && best.lattice().length > 1 ? percent(best.lattice()[1], c) : "",
      number(ours, 4),
      shown(cohesive, 2),
      percent(ours, cohesive),
      shown(fitted, 3),
      percent(ours, fitted),
      crystals.next().map(n -> distance(n, best)).orElse(""),
      crystals.reached() + "/" + crystals.size(),
      crystals.left() + "/" + crystals.size()
    };
  }

  private static String distance(Found.Crystal next, Found.Crystal best) {
    return String.format(
        Locale.ROOT, "%-5s %+6.1f", next.name(), 1000 * (next.energy() - best.energy()));
  }

  private static String constant(Found.Crystal crystal, int which) {
    return which < crystal.lattice().length ? number(crystal.lattice()[which], 4) : "";
  }

  private static void add(StringBuilder text, String format, Object... cells) {
    text.append(String.format(Locale.ROOT, format, cells).replaceAll(" +(?=\\R)", ""));
  }

  private static String shown(OptionalDouble value, int digits) {
    return value.isPresent() ? number(value.getAsDouble(), digits) : "";
  }

  private static String percent(double ours, OptionalDouble theirs) {
    return theirs.isPresent()
        ? String.format(Locale.ROOT, "%+.2f", 100 * (ours / theirs.getAsDouble() - 1))
            .replace("-0.00", "+0.00")
        : "";
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
