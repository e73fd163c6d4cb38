package dev.lehr.activities.campaign;

import java.util.List;
import java.util.stream.Stream;

/** Campaign files that between them use every key. */
final class SampleCampaigns {

  private SampleCampaigns() {}

  static Stream<String> all() {
    return Stream.of(
        """
        name: files
        description: every key of files, relax and batching
        seed: 7
        structures:
          - a.extxyz
          - {path: "more/*.extxyz.gz", id_field: material_id}
        model: {name: eam-zhou2004, elements: [Cu, Au], truncation: hard}
        stages:
          - {id: relax, kind: relax, fmax: 0.01, energy_tolerance: 1 meV, cell: frechet, pressure: 10 GPa,
             max_iterations: 2000, optimizer: fire, flavour: torchsim, dt_start: 0.1, dt_max: 1, max_step: 0.2}
          - {id: static, kind: static, after: relax}
        batching: {memory_scales_with: n_edges, max_memory_scaler: 20000}
        checkpoint: {every_steps: 50}
        advanced: {shard_size: 100, lanes: 4}
        report: {kind: ground-states, reference: reference.csv}
        """,
        """
        name: generated
        structures:
          - {prototypes: [A1, L1_2], elements: [Cu, Au], volumes: [0.9, 1.1], volume: contact, rattle: 0.1,
             strain: 0.01, seed: 3, starts: 2, cell: conventional, supercell: [2, 2, 2]}
          - {prototypes: B2, elements: [Fe, Al], lattice_constant: 3 angstrom}
          - {prototypes: B2, elements: [Fe, Al], volume_per_atom: 13.5}
          - {clusters: [4, 13], element: Ar, starts: 10, distance: 1.12, seed: 5}
        model: {name: lennard-jones, sigma: 0.34 nm, epsilon: 10 meV, cutoff: none}
        stages: [{id: relax, kind: relax}]
        batching: {max_memory_scaler: auto}
        report: {kind: global-minima, reference: reference.csv}
        """);
  }

  /** What the parser says is wrong; nothing where nothing is. */
  static List<String> problems(String yaml) {
    try {
      CampaignParser.parse("c.yaml", yaml);
      return List.of();
    } catch (CampaignParseException e) {
      return e.problems().stream().map(CampaignProblem::toString).toList();
    }
  }
}
