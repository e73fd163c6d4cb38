package dev.lehr.worker.run;

import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Morse;
import dev.lehr.simulation.model.SetflEam;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.model.SumModel;
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
            SetflEam.NAME,
            "embedded-atom method from a table, eam/alloy or eam/fs",
            List.of(),
            List.of(
                "file: a setfl file, gzipped or not, relative to the campaign file",
                "format: detect (default), alloy or fs"),
            List.of(
                "The elements are those of the file. What it is good for is what it was fitted to:"
                    + " read the paper that its first lines name.",
                "Interpolated as LAMMPS does it; above the table's largest density the embedding"
                    + " energy goes on along its last slope.",
                "Must not be used far below the smallest distance that was fitted (collisions): many"
                    + " tables are not repulsive there.",
                "A table that does not end in zero at its cutoff makes the energy jump: not for"
                    + " elastic constants, phonons or dynamics.",
                "The content of the file is part of the campaign: a changed file is another model."),
            "docs.lammps.org/pair_eam.html; tables: www.ctcms.nist.gov/potentials, openkim.org"),
        new ModelCard(
            LennardJones.NAME,
            "4 epsilon ((sigma/r)^12 - (sigma/r)^6)",
            List.of(),
            List.of(
                "sigma: angstrom", "epsilon: eV", "cutoff: angstrom; none for isolated clusters"),
            List.of(
                "One kind of atom, whatever the symbols say.",
                "Cut without a shift: the energy jumps at the cutoff. Must not be used for metals,"
                    + " or for elastic constants with a neighbour shell at the cutoff."),
            "J. E. Jones, Proc. R. Soc. A 106, 463 (1924)"),
        new ModelCard(
            Morse.NAME,
            "epsilon (1 - exp(-alpha (r - sigma)))^2 - epsilon",
            List.of(),
            List.of(
                "sigma: angstrom, where the well is deepest (1)",
                "epsilon: eV, depth of the well (5)",
                "alpha: 1/angstrom, stiffness (5)",
                "cutoff: angstrom (2.5 sigma); none for isolated clusters"),
            List.of(
                "One kind of atom, whatever the symbols say; the defaults are no material.",
                "A pair potential: must not be used for surfaces, vacancies or elastic constants of"
                    + " metals (C12 = C44).",
                "Cut without a shift: the energy jumps at the cutoff."),
            "P. M. Morse, Phys. Rev. 34, 57 (1929)"),
        new ModelCard(
            SoftSphere.NAME,
            "epsilon/alpha (1 - r/sigma)^alpha below sigma",
            List.of(),
            List.of(
                "sigma: angstrom, diameter (1)",
                "epsilon: eV, strength (1)",
                "alpha: exponent, at least 1 (2)",
                "cutoff: angstrom (sigma)",
                "species: symbols; then sigma, epsilon and alpha are symmetric matrices with a row"
                    + " and a column for each, in this order"),
            List.of(
                "Repulsion alone: for packings and for pushing random atoms apart before another"
                    + " model. Must not be used for energies of any material.",
                "Atoms on top of each other are not pushed apart: the force has no direction."),
            "C. S. O'Hern et al., Phys. Rev. E 68, 011306 (2003)"),
        new ModelCard(
            SumModel.NAME,
            "the sum of models: model: {sum: [{name: ...}, {name: ...}]}",
            List.of(),
            List.of("sum: a list of models, each with its settings"),
            List.of(
                "Energies, forces and stresses add; it knows the elements that all terms know.",
                "Must not be used to mix potentials that describe the same bonds: they are counted"
                    + " twice."),
            "for example a short-range repulsion beside an embedded-atom potential"));
  }
}
