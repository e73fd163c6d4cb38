package dev.lehr.activities.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.stages.StageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandKindTest {

  private static final String FULL =
      """
      run: [pw.x, -in, pw.in, "{{formula}}"]
      input:
        pw.in: {template: pw.in.template}
        POSCAR: {structure: poscar}
        note: {text: "{{id}} {{relax.energy_per_atom}}"}
      environment: {OMP_NUM_THREADS: 2}
      pass_environment: [ESPRESSO_PSEUDO]
      timeout: 2 h
      output:
        json: results.json
        regex:
          total: {pattern: '^! +total energy += +(\\S+) Ry', file: pw.out}
          done: 'JOB (DONE)'
        structure: CONTCAR
        energy: {value: total, unit: Ry}
      values: {total: number, done: text, metallic: truth}
      success_exit_codes: [0, 3]
      keep: all
      """;

  @Test
  void isFoundAmongTheKinds() {
    assertThat(ServiceLoader.load(StageKind.class)).anyMatch(k -> k.name().equals("command"));
  }

  @Test
  void everythingThatIsWrittenIsRead() throws Exception {
    CommandSpec spec = Stages.of(FULL).spec();
    assertThat(spec.run())
        .isEqualTo(new Program.Arguments(List.of("pw.x", "-in", "pw.in", "{{formula}}")));
    assertThat(spec.input())
        .containsEntry("pw.in", new InputFile.Template("pw.in.template"))
        .containsEntry("POSCAR", new InputFile.Geometry(StructureText.POSCAR));
    assertThat(spec.environment()).containsEntry("OMP_NUM_THREADS", "2");
    assertThat(spec.pass()).containsExactly("ESPRESSO_PSEUDO");
    assertThat(spec.timeout()).isEqualTo(Duration.ofHours(2));
    assertThat(spec.output().regex().get("done").file()).isEqualTo("stdout");
    assertThat(spec.output().regex().get("total").file()).isEqualTo("pw.out");
    assertThat(spec.values()).containsEntry("metallic", ValueType.TRUTH);
    assertThat(spec.successExitCodes()).containsExactlyInAnyOrder(0, 3);
    assertThat(spec.keep()).isEqualTo(Keep.ALL);
    assertThat(Stages.of(FULL).values()).containsEntry("energy", ValueType.NUMBER);
  }

  @Test
  void defaultsAreAnHourExitCodeZeroAndTheOutputKept() {
    CommandSpec spec = Stages.spec("run: ls -l");
    assertThat(spec.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(spec.successExitCodes()).isEqualTo(Set.of(0));
    assertThat(spec.keep()).isEqualTo(Keep.OUTPUT);
  }

  @Test
  void itsSettingsReadAgainAreTheSameStage() throws Exception {
    for (String yaml : List.of(FULL, "run: 'echo \"$LEHR_ID\" > \"a b\"'", "run: [ls]")) {
      CommandStage stage = Stages.of(yaml);
      assertThat(Stages.again(stage).spec()).isEqualTo(stage.spec());
      assertThat(Stages.again(stage).settings()).isEqualTo(stage.settings());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "run: 'echo {{id}}' | found a placeholder in a line for the shell",
        "run: [sh, -c, 'echo {{id}}'] | found a placeholder in code after '-c'",
        "run: [bash, -lc, 'echo {{id}}'] | found a placeholder in code after '-lc'",
        "run: [perl, -e, 'print {{id}}'] | found a placeholder in code after '-e'",
        "run: ['{{id}}'] | expected the name of a program first",
        "run: [] | run: is empty",
        "keep: all | run: is missing, expected a list such as [pw.x, -in, pw.in]",
        "{run: [a], input: {../x: {text: b}}} | expected a file's name within the directory",
        "{run: [a], input: {/etc/passwd: {text: b}}} | found '/etc/passwd'",
        "{run: [a], input: {stdout: {text: b}}} | and not stdout, stderr",
        "{run: [a], input: {x: {}}} | found nothing to write, expected one of text",
        "{run: [a], input: {x: {text: a, structure: cif}}} | found text and structure",
        "{run: [a], input: {x: {structure: xyzzy}}} | expected one of poscar, extxyz, cif",
        "{run: [a], input: {x: {text: '{{relax.enrgy_per_atom}}'}}} | did you mean relax.energy_per_atom",
        "{run: [a], input: {x: {text: '{{energy_per_atom}}'}}} | its long name {{relax.energy_per_atom}}",
        "{run: [a], input: {x: {text: '{{#atoms}}'}}} | not a template",
        "{run: [a], input: {x: {text: '{{>other}}'}}} | expected no template within a template",
        "{run: [a], environment: {A-B: 1}} | found 'A-B', expected letters",
        "{run: [a], environment: {LEHR_ID: 1}} | found 'LEHR_ID'",
        "{run: [a], pass_environment: [A=B]} | found 'A=B'",
        "{run: [a], pass_environment: [LEHR_LEDGER_PASSWORD]} | not LEHR_, which is ours",
        "{run: [a], pass_environment: [TEMPORAL_API_KEY]} | by which the worker is let in elsewhere",
        "{run: [a], pass_environment: [PGPASSWORD]} | by which the worker is let in elsewhere",
        "{run: [a], timeout: 3 parsecs} | 'parsecs' is not a unit of time on the clock",
        "{run: [a], timeout: 0 s} | expected above 0",
        "{run: [a], timeout: 400 d} | at most 365 d",
        "{run: [a], values: {e: float}} | expected one of number, text, truth",
        "{run: [a], values: {e: number}} | nothing finds 'e', expected output.json or output.regex",
        "{run: [a], values: {e-f: number}, output: {json: a}} | found 'e-f', expected a name",
        "{run: [a], output: {regex: {e: '(x)'}}} | finds 'e', expected its type in values",
        "{run: [a], values: {e: number}, output: {regex: {e: 'x'}}} | found 0 groups in 'x'",
        "{run: [a], values: {e: number}, output: {regex: {e: '(x'}}} | not a regular expression",
        "{run: [a], output: {energy: e}} | found 'e', expected a number of values",
        "{run: [a], output: {structure: ../CONTCAR}} | found '../CONTCAR'",
        "{run: [a], output: {structure: out.pwo}} | expected a name that says the format",
        "{run: [a], success_exit_codes: [300]} | a whole number from 0 to 255",
        "{run: [a], outptu: {}} | unknown key; did you mean output",
      })
  void whatIsWrongIsSaid(String yaml, String message) {
    assertThat(Stages.problems(yaml)).anySatisfy(p -> assertThat(p).contains(message));
  }

  @Test
  void templatesInFilesBecomePartOfTheStage(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("pw.in.template"), "prefix = '{{id}}'\n");
    CommandStage stage = Stages.of(FULL);
    assertThat(stage.hasTemplateFiles()).isTrue();
    CommandStage.Loaded loaded = stage.withTemplates(directory);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.stage().hasTemplateFiles()).isFalse();
    assertThat(loaded.stage().spec().input())
        .containsEntry("pw.in", new InputFile.Text("prefix = '{{id}}'\n"));
    assertThat(Stages.again(loaded.stage()).spec()).isEqualTo(loaded.stage().spec());
  }

  @Test
  void aMissingTemplateAndOneWithAWrongNameAreNamed(@TempDir Path directory) throws Exception {
    assertThat(Stages.of(FULL).withTemplates(directory).problems())
        .singleElement()
        .asString()
        .contains("pw.in.template: found no file in " + directory);
    Files.writeString(directory.resolve("pw.in.template"), "{{relax.enthalpy}}");
    assertThat(Stages.of(FULL).withTemplates(directory).problems())
        .singleElement()
        .asString()
        .contains("pw.in.template: found {{relax.enthalpy}}, expected one of");
    Files.write(directory.resolve("pw.in.template"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(Stages.of(FULL).withTemplates(directory).problems())
        .singleElement()
        .asString()
        .contains("bytes that are no text");
  }

  @Test
  void placeholdersStandForTheStructureAndForWhatWasFound() throws Exception {
    Places places =
        new Places(
            Stages.SALT,
            Map.of("relax.v2", Map.of("energy_per_atom", -3.5), "a", Map.of("converged", true)));
    String text =
        Templates.render(
            "file",
            """
            {{id}} {{formula}} {{n_atoms}} {{n_species}} <&> {{relax.v2.energy_per_atom}}
            {{#a.converged}}
            .true.
            {{/a.converged}}
            {{#species}}
            {{symbol}} {{mass}} {{symbol}}.upf
            {{/species}}
            {{#atoms}}
            {{symbol}} {{x}} {{y}} {{z}} {{number}}
            {{/atoms}}
            {{#cell}}
            {{x}} {{y}} {{z}}
            {{/cell}}
            """,
            places);
    assertThat(text)
        .isEqualTo(
            """
            salt ClNa 2 2 <&> -3.5
            .true.
            Na 22.98976928 Na.upf
            Cl 35.45 Cl.upf
            Na 0.0 0.0 0.0 11
            Cl 2.8 0.0 0.0 17
            0.0 2.8 2.8
            2.8 0.0 2.8
            2.8 2.8 0.0
            """);
  }

  @Test
  void atomsHaveFractionalCoordinatesWhereThereIsACell() throws Exception {
    String text =
        Templates.render(
            "file", "{{#atoms}}{{a}} {{b}} {{c}};{{/atoms}}", new Places(Stages.SALT, Map.of()));
    double[] f =
        Pattern.compile("[ ;]").splitAsStream(text).mapToDouble(Double::parseDouble).toArray();
    assertThat(f).containsExactly(new double[] {0, 0, 0, -0.5, 0.5, 0.5}, within(1e-14));
  }

  @Test
  void placeholdersMayFollowOptionsThatTakeNoCode() {
    for (String option : List.of("-in", "-file", "-structure", "-o", "--name")) {
      assertThat(Stages.problems("run: [pw.x, " + option + ", '{{id}}']")).isEmpty();
    }
  }
}
