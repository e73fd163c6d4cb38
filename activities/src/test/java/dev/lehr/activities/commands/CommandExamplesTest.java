package dev.lehr.activities.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.activities.commands.CommandOutcome.Failed;
import dev.lehr.activities.commands.CommandOutcome.Finished;
import dev.lehr.simulation.structure.Structure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation shows can be read, and its small example runs. */
class CommandExamplesTest {

  private static final Path DOCUMENT = Path.of("../docs/stages.md");
  private static final Path FILES = Path.of("../examples/command");

  @TempDir Path workspace;

  /** The stages of the documentation; id and kind are read by others. */
  private static List<CommandStage> stages() throws Exception {
    List<String> blocks =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(MatchResult::group)
            .filter(b -> b.contains("kind: command"))
            .map(b -> b.replaceAll("```(yaml)?", "").replaceAll("(?m)^(id|kind): .*\n", ""))
            .toList();
    assertThat(blocks).hasSize(3);
    List<CommandStage> stages = new java.util.ArrayList<>();
    for (String block : blocks) {
      CommandStage.Loaded loaded = Stages.of(block).withTemplates(FILES);
      assertThat(loaded.problems()).isEmpty();
      stages.add(loaded.stage());
    }
    return stages;
  }

  private static String rendered(CommandStage stage, String file) throws Exception {
    InputFile.Text text = (InputFile.Text) stage.spec().input().get(file);
    Map<String, Map<String, Object>> found = Map.of("relax", Map.of("energy_per_atom", -3.5));
    return Templates.render(file, text.text(), new Places(Stages.SALT, found));
  }

  @Test
  void itsTemplatesAreFilled() throws Exception {
    assertThat(rendered(stages().get(1), "pw.in"))
        .contains("nat = 2\n  ntyp = 2\n")
        .contains("ATOMIC_SPECIES\nNa 22.98976928 Na.upf\nCl 35.45 Cl.upf\nK_POINTS")
        .contains("angstrom\n0.0 2.8 2.8\n2.8 0.0 2.8\n2.8 2.8 0.0\nATOMIC")
        .endsWith("angstrom\nNa 0.0 0.0 0.0\nCl 2.8 0.0 0.0\n");
    assertThat(rendered(stages().get(2), "INCAR")).startsWith("SYSTEM = ClNa, -3.5 eV/atom");
    assertThat(Files.readString(DOCUMENT))
        .contains("```\n" + Files.readString(FILES.resolve("pw.in.template")) + "```");
  }

  @Test
  void itsPatternsFindEnergiesInLinesAsTheCodesPrintThem() throws Exception {
    Path lines = workspace.resolve("lines");
    Files.writeString(
        lines,
        """
             total energy              =     -15.80000000 Ry
        !    total energy              =     -15.84445240 Ry
             convergence has been achieved in   6 iterations
          energy  without entropy=      -10.82563451  energy(sigma->0) =      -10.82571451
        """);
    assertThat(found(lines, 1, "total")).isEqualTo("-15.84445240");
    assertThat(found(lines, 1, "converged_in")).isEqualTo("6");
    assertThat(found(lines, 2, "last")).isEqualTo("-10.82571451");
  }

  private static String found(Path lines, int stage, String value) throws Exception {
    String pattern = stages().get(stage).spec().output().regex().get(value).pattern();
    return LineSearch.last(lines, "lines", pattern).orElseThrow();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theLennardJonesScriptFindsTheEnergiesOfPairAndTetrahedron() throws Exception {
    // At the pair's minimum, 2^(1/6), every one of the six pairs of a tetrahedron has -1.
    double r = Math.pow(2, 1.0 / 6);
    double h = r / Math.sqrt(8);
    double[] corners = {h, h, h, h, -h, -h, -h, h, -h, -h, -h, h};
    Finished four = (Finished) energy(corners);
    assertThat(four.energy().orElseThrow()).isCloseTo(-6, within(1e-12));
    assertThat((double) four.values().get("shortest")).isCloseTo(r, within(1e-12));
    Failed one = (Failed) energy(new double[] {0, 0, 0});
    assertThat(one.reason()).isEqualTo("exit_code_1");
    assertThat(one.detail()).contains("found 1 atoms, expected at least 2");
  }

  private CommandOutcome energy(double[] x) throws Exception {
    int[] argon = new int[x.length / 3];
    java.util.Arrays.fill(argon, 18);
    Structure s = Structure.builder("ar", "ar#0", argon, x).build();
    Path home = RunDirectory.ofStructure(workspace, "c", "energy", argon.length, "ar");
    Request request = new Request(stages().get(0).spec(), "energy", s, Map.of(), home, "1-1-0-0");
    CommandRunner runner = new CommandRunner(new CommandPolicy.Anything(), CommandLimits.usual());
    return runner.start(request).outcome().get(30, TimeUnit.SECONDS);
  }
}
