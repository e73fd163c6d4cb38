package dev.lehr.activities.models;

import dev.lehr.activities.document.Guess;
import dev.lehr.activities.ingest.BadInputException;
import java.util.List;

/**
 * A model that can be exported.
 *
 * @param name what it is called here
 * @param exporter the script, {@code export_<exporter>.py}, and its requirements
 * @param needsFile whether the user brings the weights; otherwise they come inside the package
 * @param summary what it is
 */
public record ExportableModel(String name, String exporter, boolean needsFile, String summary) {

  private static final List<ExportableModel> ALL =
      List.of(
          new ExportableModel(
              "sevennet-0", "sevennet", false, "SevenNet-0 (11Jul2024): 89 elements, PBE"),
          new ExportableModel(
              "sevennet-l3i5", "sevennet", false, "SevenNet-l3i5: 89 elements, PBE"),
          new ExportableModel(
              "sevennet-mf-0-pbe", "sevennet", false, "SevenNet-MF-0, the PBE task"),
          new ExportableModel(
              "sevennet-mf-0-r2scan", "sevennet", false, "SevenNet-MF-0, the r2SCAN task"),
          new ExportableModel(
              "chgnet", "chgnet", false, "CHGNet 0.3.0: 89 elements, PBE, magnetic moments"),
          new ExportableModel(
              "chgnet-r2scan", "chgnet", false, "CHGNet, r2SCAN, with magnetic moments"),
          new ExportableModel(
              "mace", "mace", true, "a MACE model, or one exported for LAMMPS, from --file"),
          new ExportableModel(
              "nequip", "nequip", true, "NequIP or Allegro, compiled to TorchScript, from --file"));

  /** All of them. */
  public static List<ExportableModel> all() {
    return ALL;
  }

  /**
   * The model of a name.
   *
   * @throws BadInputException where there is none; the message has a guess
   */
  public static ExportableModel require(String name) {
    List<String> names = ALL.stream().map(ExportableModel::name).toList();
    return ALL.stream()
        .filter(m -> m.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no model '" + name + "' can be exported",
                    List.of("there are: " + String.join(", ", names) + Guess.suffix(name, names))));
  }
}
