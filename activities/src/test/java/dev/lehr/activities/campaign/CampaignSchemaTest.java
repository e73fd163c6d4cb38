package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lehr.simulation.optimize.FireSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema follows the parser: what the parser takes it takes, and it knows every key. */
class CampaignSchemaTest {

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(CampaignSchema.text(), InputFormat.JSON);

  private static List<String> errors(String text, InputFormat format) {
    return SCHEMA.validate(text, format).stream().map(Object::toString).toList();
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      return files
          .filter(f -> f.getFileName().toString().equals("campaign.yaml"))
          // Its kinds and its model are a plugin's, which the parser does not have here.
          .filter(f -> !f.getParent().endsWith("plugin"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleFitsAndSoDoesItsCanonicalForm(Path file) throws Exception {
    String text = Files.readString(file);
    assertThat(errors(text, InputFormat.YAML)).isEmpty();
    CampaignDefinition definition = CampaignParser.parse(file.toString(), text);
    assertThat(errors(CanonicalForm.of(definition), InputFormat.JSON)).isEmpty();
  }

  /** The canonical form writes out every default, so a key that the schema lacks shows here. */
  @ParameterizedTest
  @MethodSource("dev.lehr.activities.campaign.SampleCampaigns#all")
  void whatTheParserTakesTheSchemaTakes(String yaml) throws Exception {
    assertThat(errors(yaml, InputFormat.YAML)).isEmpty();
    String canonical = CanonicalForm.of(CampaignParser.parse("c.yaml", yaml));
    assertThat(errors(canonical, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "structurs: [a.extxyz]",
        "stages: [{id: relax, kind: 3 }, {kind: static}]",
        "stages: [{id: s, kind: static, on_failure: stop}]",
        "stages: [{id: s, kind: static, retries: {Timeout: 1}}]",
        "stages: [{id: s, kind: static, retries: -1}]",
        "stages: [{id: s, kind: static, deadline: 2 eV}]",
        "stages: [{id: s, kind: static, priority: high}]",
        "stages: [{id: s, kind: static, cache: no thanks}]",
        "stages: [{id: s, kind: static, wen: 1 < 2}]",
        "stages: [{id: e, kind: eos, points: 3}]",
        "stages: [{id: e, kind: elastic, method: finite}]",
        "stages: [{id: p, kind: phonons, supercell: [1, 2]}]",
        "stages: [{id: f, kind: filter}]",
        "stages: [{id: r, kind: rank, by: n_atoms, order: up}]",
        "stages: [{id: s, kind: supercell}]",
        "stages: [{id: s, kind: substitute}]",
        "stages: [{id: c, kind: command, run: echo, keep: some}]",
        "report: {kind: comparison}",
        "report: {kind: comparison, values: {B: n_atoms}, sort: id}",
        "stages: [{id: relax, kind: relax, fmax: 10 GPa}]",
        "stages: [{id: relax, kind: relax, cell: unit, pressure: 10 parsec}]",
        "stages: [{id: md, kind: md, ensemble: npt, temperature: 300}]",
        "stages: [{id: md, kind: md, ensemble: nve}]",
        "stages: [{id: md, kind: md, ensemble: nve, temperature: 300, timestep: 1 GPa}]",
        "stages: [{id: md, kind: md, ensemble: npt-c-rescale, temperature: 300, tau_p: 1 GPa}]",
        "stages: [{id: md, kind: md, ensemble: npt-c-rescale, temperature: 300, compressibility: 0}]",
        "stages: [{id: md, kind: md, ensemble: nve, temperature: 300, velocities: none}]",
        "stages: [{id: md, kind: md, ensemble: nve, temperature: 300, rdf: {bins: 10}}]",
        "stages: [{id: md, kind: md, ensemble: nve, temperature: 300, msd: {every: 0}}]",
        "stages: [{id: s, kind: static, trajectory: {every: 0}}]",
        "stages: [{id: s, kind: static, trajectory: {format: netcdf}}]",
        "stages: []",
        "checkpoint: {every_steps: 0}",
        "batching: {memory: 2 parsec}",
        "batching: {packing: lifo}",
        "priority: urgent",
        "weight: 0",
        "model: {name: lennard-jones}",
        "model: {name: eam-zhou2004, trunction: hard}",
        "model: {name: sevennet-0, precision: float16}",
        "model: {file: my.pt, device: tpu}"
      })
  void whatIsWrongInShapeIsFoundByBoth(String line) {
    String key = line.substring(0, line.indexOf(':'));
    String yaml =
        Stream.of(
                    "name: n",
                    "structures: [a.extxyz]",
                    "model: eam-zhou2004",
                    "stages: [{id: s, kind: static}]")
                .filter(l -> !l.startsWith(key + ":"))
                .reduce("", (a, b) -> a + b + "\n")
            + line
            + "\n";
    assertThat(errors(yaml, InputFormat.YAML)).isNotEmpty();
    assertThat(SampleCampaigns.problems(yaml)).isNotEmpty();
  }

  /** Kinds whose settings have no equality of their own. */
  private static final String OTHERS =
      """
        name: programs
        structures: [a.extxyz]
        model: eam-zhou2004
        stages:
          - id: energy
            kind: command
            pool: dft
            run: [pw.x, -in, pw.in]
            input: {pw.in: {text: "nat = {{n_atoms}}"}, POSCAR: {structure: poscar}}
            environment: {OMP_NUM_THREADS: 2}
            pass_environment: [ESPRESSO_PSEUDO]
            timeout: 12 h
            output: {json: results.json, regex: {total: {pattern: 'E = (.*)', file: out}, gap: 'g = (.*)'}, structure: CONTCAR,
              energy: {value: total, unit: Ry}}
            values: {total: number, gap: number, label: text}
            success_exit_codes: [0, 2]
            keep: all
          - {id: line, kind: command, run: echo hello, after: []}
        """;

  @Test
  void programsAndPathsOfPhononsFitTooAndSoDoTheirCanonicalForms() throws Exception {
    String path =
        "name: n\nstructures: [a.extxyz]\nmodel: eam-zhou2004\nstages: [{id: p, kind: phonons, path:"
            + " [{from: G, q_from: [0, 0, 0], to: X, q_to: [0.5, 0, 0.5]}]}]\n";
    for (String yaml : List.of(OTHERS, path)) {
      assertThat(errors(yaml, InputFormat.YAML)).isEmpty();
      String canonical = CanonicalForm.of(CampaignParser.parse("c.yaml", yaml));
      assertThat(errors(canonical, InputFormat.JSON)).isEmpty();
    }
  }

  /** The parser knows which plugins there are; the schema does not. */
  @Test
  void aKindOfAPluginIsNoProblemOfTheSchemaAndItsCommonKeysAreLookedAt() {
    String frame = "name: n\nstructures: [a.extxyz]\nmodel: eam-zhou2004\nstages: ";
    assertThat(errors(frame + "[{id: s, kind: mine, anything: 3, after: []}]", InputFormat.YAML))
        .isEmpty();
    assertThat(errors(frame + "[{id: s, kind: mine, retries: many}]", InputFormat.YAML))
        .isNotEmpty();
  }

  @Test
  void everyQuantityMayCarryAUnitOfItsDimension() throws Exception {
    String stage =
        "stages: [{id: r, kind: relax, cell: unit, fmax: 10 meV/angstrom, pressure: 1.5 kbar, max_step: 0.02 nm}]\n";
    String yaml = "name: n\nstructures: [a.extxyz]\nmodel: eam-zhou2004\n" + stage;
    assertThat(errors(yaml, InputFormat.YAML)).isEmpty();
    CampaignDefinition.StageSpec.Relax relax =
        (CampaignDefinition.StageSpec.Relax) CampaignParser.parse("c", yaml).stages().get(0);
    assertThat(relax.convergence().fmax()).hasValue(0.01);
    assertThat(((FireSettings) relax.optimizer()).maxStep()).isEqualTo(0.2);
  }
}
