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
 * For each element the prototype of lowest energy per atom among the converged structures, its
 * lattice constants and cohesive energy, beside reference values. The cohesive energy is minus the
 * energy per atom: a lone atom has none in the embedded-atom method.
 *
 * <p>Reference columns: {@code element, structure, a, c, cohesive, fitted_cohesive}; angstrom,
 * eV/atom.
 */
final class GroundStates {

  private static final String ROW =
      "%-3s %-5s %-5s %-4s %8s %8s %7s %8s %8s %7s %8s %8s %7s %8s %7s  %s%n";

  private record Best(String prototype, double energyPerAtom, double[] lattice) {}

  private GroundStates() {}

  static String text(Ledger ledger, CampaignRow campaign, ReferenceTable reference) {
    Map<String, Map<String, Best>> found = new TreeMap<>();
    ledger.forEachResult(
        campaign.id(),
        campaign.stages().size() - 1,
        Set.of(TaskStatus.CONVERGED),
        true,
        row -> note(found, row));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            ROW,
            "",
            "found",
            "exp.",
            "",
            "a",
            "exp.",
            "%",
            "c",
            "exp.",
            "%",
            "E_coh",
            "exp.",
            "%",
            "fitted",
            "%",
            "next, meV/atom"));
    int right = 0;
    int compared = 0;
    for (String element : reference.rows().keySet()) {
      Map<String, Best> prototypes = found.get(element);
      if (prototypes == null) {
        text.append(String.format(Locale.ROOT, "%-3s no converged structure%n", element));
        continue;
      }
      Best best = lowest(prototypes);
      compared++;
      boolean same = best.prototype().equals(reference.text(element, "structure"));
      right += same ? 1 : 0;
      text.append(line(element, best, same, prototypes, reference));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nGround states as in nature: %d of %d. Lattice constants in angstrom, cohesive"
                + " energies in eV/atom.%n",
            right,
            compared));
    reference.sources().forEach(s -> text.append("  ").append(s).append('\n'));
    return text.toString();
  }

  private static void note(Map<String, Map<String, Best>> found, ResultRow row) {
    Optional<Structure> input = ResultFields.input(row);
    Optional<SimState> state = ResultFields.state(row);
    if (input.isEmpty() || state.isEmpty()) {
      return;
    }
    int[] numbers = input.get().atomicNumbers();
    Object prototype = input.get().info().get("prototype");
    if (prototype == null || Arrays.stream(numbers).distinct().count() != 1) {
      return;
    }
    Best best =
        new Best(
            prototype.toString(),
            row.energy() / row.nAtoms(),
            LatticeOf.prototype(prototype.toString(), state.get()));
    found
        .computeIfAbsent(Elements.symbol(numbers[0]), e -> new TreeMap<>())
        .merge(best.prototype(), best, (a, b) -> b.energyPerAtom() < a.energyPerAtom() ? b : a);
  }

  private static Best lowest(Map<String, Best> prototypes) {
    return prototypes.values().stream()
        .reduce((a, b) -> b.energyPerAtom() < a.energyPerAtom() ? b : a)
        .orElseThrow();
  }

  private static String line(
      String element,
      Best best,
      boolean same,
      Map<String, Best> prototypes,
      ReferenceTable reference) {
    OptionalDouble a = reference.number(element, "a");
    OptionalDouble c = reference.number(element, "c");
    OptionalDouble cohesive = reference.number(element, "cohesive");
    OptionalDouble fitted = reference.number(element, "fitted_cohesive");
    double ours = -best.energyPerAtom();
    boolean hexagonal = best.lattice().length > 1;
    return String.format(
        Locale.ROOT,
        ROW,
        element,
        best.prototype(),
        reference.text(element, "structure"),
        same ? "ok" : "NOT",
        number(best.lattice()[0], 4),
        shown(a, 2),
        percent(best.lattice()[0], a),
        hexagonal ? number(best.lattice()[1], 4) : "",
        shown(c, 2),
        hexagonal ? percent(best.lattice()[1], c) : "",
        number(ours, 4),
        shown(cohesive, 2),
        percent(ours, cohesive),
        shown(fitted, 3),
        percent(ours, fitted),
        runnerUp(best, prototypes));
  }

  private static String runnerUp(Best best, Map<String, Best> prototypes) {
    return prototypes.values().stream()
        .filter(b -> !b.prototype().equals(best.prototype()))
        .reduce((a, b) -> b.energyPerAtom() < a.energyPerAtom() ? b : a)
        .map(
            b ->
                b.prototype() + " +" + number(1000 * (b.energyPerAtom() - best.energyPerAtom()), 1))
        .orElse("");
  }

  private static String shown(OptionalDouble value, int digits) {
    return value.isPresent() ? number(value.getAsDouble(), digits) : "";
  }

  private static String percent(double ours, OptionalDouble theirs) {
    return theirs.isPresent()
        ? String.format(Locale.ROOT, "%+.2f", 100 * (ours / theirs.getAsDouble() - 1))
        : "";
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
