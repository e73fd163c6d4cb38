package dev.lehr.worker.run;

import dev.lehr.simulation.model.ZhouEam;
import java.util.List;

/** The cards of the models that are built in. */
final class ModelCards {

  private ModelCards() {}

  static List<ModelCard> all() {
    return List.of(
        new ModelCard(
            ZhouEam.NAME,
            "embedded-atom method for metals, analytic",
            ZhouEam.supportedElements(),
            List.of(
                "elements: symbols; what the cutoff is made for",
                "truncation: smooth (default; C2 taper between the fifth and the sixth fcc shell) or"
                    + " hard (as in the tables in circulation; for parity only)"),
            List.of(
                "Fitted to the elements. The cross term is a mixing rule: do not use it for formation"
                    + " energies of compounds.",
                "Differences between fcc and hcp are down to 0.1 meV/atom: converge tightly."),
            "X. W. Zhou, R. A. Johnson, H. N. G. Wadley, Phys. Rev. B 69, 144113 (2004)"),
        new ModelCard(
            "lennard-jones",
            "4 epsilon ((sigma/r)^12 - (sigma/r)^6)",
            List.of(),
            List.of(
                "sigma: angstrom", "epsilon: eV", "cutoff: angstrom; none for isolated clusters"),
            List.of("One kind of atom, whatever the symbols say."),
            "J. E. Jones, Proc. R. Soc. A 106, 463 (1924)"));
  }
}
