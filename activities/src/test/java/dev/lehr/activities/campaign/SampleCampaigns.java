package dev.lehr.activities.campaign;

import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
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
        batching: {memory_scales_with: n_edges, max_memory_scaler: 20000, packing: look-ahead, look_ahead: 32, patience: 100, resize_every: 5}
        priority: 3
        weight: 0.5
        checkpoint: {every_steps: 50}
        advanced: {shard_size: 100, lanes: 4, workers: h100}
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
        batching: {max_memory_scaler: auto, packing: fifo}
        report: {kind: global-minima, reference: reference.csv}
        """,
        """
        name: optimizers
        structures: a.extxyz
        batching: {memory: 2 GB}
        model:
          sum:
            - {name: morse, sigma: 2.5, epsilon: 0.4, alpha: 1.3, cutoff: 6}
            - {name: soft-sphere, sigma: 2, epsilon: 1, alpha: 2.5, cutoff: 2}
            - eam-zhou2004
        stages:
          - {id: a, kind: relax, optimizer: lbfgs, memory: 50, alpha: auto, damping: 1, max_step: 0.1, cell: unit,
             smax: 0.1 GPa, cell_mask: [1, 1, 1, 0, 0, 0], rattle: 0.02, rattle_strain: 0.01}
          - {id: b, kind: relax, trajectory: ends, optimizer: bfgs, alpha: 70, cell: frechet, hydrostatic: true, fix_com: true}
          - {id: c, kind: relax, optimizer: gradient-descent, pos_lr: 0.01, cell_lr: 0.1, cell: frechet,
             constant_volume: true, trajectory: every 10}
          - {id: d, kind: relax, optimizer: vv-fire, n_min: 5, f_inc: 1.1, f_dec: 0.5, alpha_start: 0.1, f_alpha: 0.99,
             fix: {elements: [Cu], indices: [0, -1]}}
          - {id: e, kind: relax, cell: frechet, cell_mask: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}
        """,
        """
        name: dynamics
        seed: 3
        structures: [a.extxyz]
        model: eam-zhou2004
        stages:
          - {id: heat, kind: md, ensemble: nvt-langevin, temperature: 300 K, timestep: 2 fs, steps: 500, tau: 0.1 ps}
          - {id: chain, kind: md, ensemble: nvt-nose-hoover, temperature: 300, tau: 30}
          - {id: rescale, kind: md, ensemble: nvt-v-rescale, temperature: 300, average_after: 100, trajectory: every 10}
          - {id: free, kind: md, ensemble: nve, temperature: 0, timestep: 0.5}
          - {id: press, kind: md, ensemble: npt-c-rescale, temperature: 300, pressure: 1 GPa, tau_p: 1 ps,
             compressibility: 1e-6/bar, velocities: continue, msd: {every: 20}, trajectory: {every: 10, format: binary,
             momenta: true, compress: true}}
          - {id: shape, kind: md, ensemble: npt-c-rescale-anisotropic, temperature: 300, compressibility: 0.02 1/GPa,
             velocities: maxwell-boltzmann, rdf: {r_max: 8 angstrom, bins: 50, every: 5, by_elements: true}}
        """,
        """
        name: graph
        structures: [a.extxyz]
        model: eam-zhou2004
        stages:
          - {id: relax, kind: relax, fmax: 0.01, on_failure: continue, retries: 1, deadline: 2 h, priority: 5, cache: false}
          - {id: start, kind: static, after: [], when: n_atoms < 100, retries: {max_iterations: 2, timed_out: 1}}
          - {id: keep, kind: filter, after: [relax, start], where: relax.energy < start.energy}
          - {id: once, kind: deduplicate, ltol: 0.1, stol: 0.2, angle_tol: 3, keep: lowest-energy, energy: relax.energy}
          - {id: formation, kind: formation-energy, energy: relax.energy, references: {functional: PBE, corrections: MP2020,
             energies: {Cu: -3.72, Au: -3.2 eV}}}
          - {id: hull, kind: hull, energy: relax.energy, references: structures, on_failure: fail}
          - {id: eos, kind: eos, points: 9, range: 0.05, forms: [vinet, murnaghan], relax: atoms, fmax: 1 meV/angstrom,
             max_iterations: 200}
          - {id: elastic, kind: elastic, after: hull, method: central, strain: 0.002, clamped: true, relax: cell, fmax: 1e-4,
             stress_limit: 0.1 kbar, max_iterations: 300}
          - {id: cubic, kind: elastic, after: hull, method: torch-sim, symmetry: cubic}
          - {id: phonons, kind: phonons, after: hull, relax: atoms, fmax: 1e-4, stress_limit: 0.01, max_iterations: 100,
             supercell: [3, 3, 3], displacement: 1 pm, q_mesh: [10, 10, 10], temperatures: [0, 300],
             dos_points: 100, dos_width: 0.1, band_points: 11}
          - {id: automatic, kind: phonons, after: hull, supercell: auto, max_atoms: 100, q_mesh: auto, dos_width: auto, path: auto}
          - {id: best, kind: rank, after: [hull, eos], by: eos.bulk_modulus, order: descending, keep: 3}
          - {id: file, kind: export, format: csv, of: eos}
          - {id: page, kind: report, after: best}
          - {id: bent, kind: strain, after: [], strain: [0.01, 0, 0, 0, 0, 0]}
          - {id: shrunk, kind: strain, after: [], volume: 0.95}
          - {id: strained, kind: strain, after: [], strains: [[0.01, 0, 0, 0, 0, 0], [[0.01, 0, 0], [0, 0, 0], [0, 0, 0]]]}
          - {id: volumes, kind: strain, after: [], volumes: [0.9, 1.1]}
          - {id: rattled, kind: rattle, after: [], standard_deviation: 0.1 angstrom, copies: 3}
          - {id: large, kind: supercell, after: [], repeat: [[2, 0, 0], [0, 2, 0], [0, 0, 1]]}
          - {id: other, kind: substitute, replace: {Cu: [Ni, Pd], Au: Ag}, sites: each}
        report:
          kind: comparison
          reference: reference.csv
          key: formula
          stage: eos
          order: eos.bulk_modulus
          values: {B: eos.bulk_modulus, C11: {value: "elastic.elastic_tensor[0][0]", reference: c11}}
        """,
        """
        name: bridge
        structures: [a.extxyz]
        model:
          python: sevenn.calculator:SevenNetCalculator
          kind: ase
          settings: {model: 7net-0, device: cpu, deep: {b: [1, 2.5], a: true}}
          environment: ../venv
        stages: [{id: static, kind: static}]
        """,
        """
        name: tables
        structures: [a.extxyz]
        model: {name: eam-setfl, file: Cu.eam.alloy, format: alloy}
        stages: [{id: static, kind: static}]
        """,
        """
        name: learned
        structures: [a.extxyz]
        model:
          sum:
            - {name: sevennet-0, precision: float32, device: "cuda:1"}
            - {file: models/mine.pt, charge: 1, spin: 2, modal: pbe, head: 0}
            - sevennet-l3i5
        stages: [{id: static, kind: static}]
        """,
        """
        name: spheres
        structures: [a.extxyz]
        model: {name: soft-sphere, species: [Na, Cl], sigma: [[2, 3], [3, 4]], epsilon: [[1, 2], [2, 3]],
                alpha: [[2, 2], [2, 2.5]]}
        stages: [{id: static, kind: static}]
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
