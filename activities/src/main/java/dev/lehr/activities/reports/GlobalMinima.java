package dev.lehr.activities.reports;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.workflows.status.TaskStatus;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * For each number of atoms the lowest energy among the converged clusters, beside reference minima,
 * and how many starts found it. Reference columns: {@code atoms, energy} (eV).
 */
final class GlobalMinima {

  /** Energies nearer than this are the same minimum. */
  private static final double SAME = 1e-6;

  private GlobalMinima() {}

  static String text(Ledger ledger, CampaignRow campaign, ReferenceTable reference) {
    Map<Integer, TreeMap<Double, Integer>> energies = new TreeMap<>();
    ledger.forEachResult(
        campaign.id(),
        campaign.stages().size() - 1,
        Set.of(TaskStatus.CONVERGED),
        false,
        row ->
            energies
                .computeIfAbsent(row.nAtoms(), n -> new TreeMap<>())
                .merge(row.energy(), 1, Integer::sum));
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%5s %14s %14s %10s %16s%n",
                "atoms",
                "lowest",
                "reference",
                "difference",
                "found by"));
    int agree = 0;
    for (Map.Entry<Integer, TreeMap<Double, Integer>> entry : energies.entrySet()) {
      double lowest = entry.getValue().firstKey();
      OptionalDouble theirs = reference.number(Integer.toString(entry.getKey()), "energy");
      int hits = sum(entry.getValue().headMap(lowest + SAME));
      agree += theirs.isPresent() && Math.abs(lowest - theirs.getAsDouble()) <= SAME ? 1 : 0;
      text.append(
          String.format(
              Locale.ROOT,
              "%5d %14.6f %14s %10s %16s%n",
              entry.getKey(),
              lowest,
              theirs.isPresent() ? String.format(Locale.ROOT, "%.6f", theirs.getAsDouble()) : "",
              theirs.isPresent()
                  ? String.format(Locale.ROOT, "%+.1e", lowest - theirs.getAsDouble())
                  : "",
              hits + " of " + sum(entry.getValue())));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nMinima as in the reference to 1e-6: %d of %d sizes. Energies in the model's unit.%n"
                + "  found by: how many of the converged starts ended within 1e-6 of the lowest.%n",
            agree,
            reference.rows().size()));
    reference.sources().forEach(s -> text.append("  ").append(s).append('\n'));
    return text.toString();
  }

  private static int sum(Map<Double, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
