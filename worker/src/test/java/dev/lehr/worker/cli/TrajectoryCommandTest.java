package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.campaign.CampaignParser;
import dev.lehr.activities.campaign.CanonicalForm;
import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.trajectory.SegmentWriter;
import dev.lehr.activities.trajectory.TrajectoryFrame;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.worker.run.ProcessBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrajectoryCommandTest {

  private static final String CAMPAIGN =
      """
      name: %s
      structures: [a.extxyz]
      model: eam-zhou2004
      stages:
        - {id: relax, kind: relax, trajectory: %s}
        - {id: fine, kind: relax, trajectory: %s}
        - {id: static, kind: static}
      """;

  @TempDir Path workspace;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void keepFrames() throws CampaignParseException {
    try (Ledger ledger = SqlLedger.open(workspace)) {
      ShardKey shard = campaign(ledger, "kept", "every 10", "ends");
      Fence fence = new Fence(1, 1, 1);
      ledger.openSlice(shard, fence, "life", Set.of());
      List<TrajectoryFrame> frames =
          Stream.of(frame(shard, 1, 1, 0), frame(shard, 0, 1, 10), frame(shard, 0, 0, 0)).toList();
      var segments = new SegmentWriter(workspace, ledger).write(shard, fence, frames);
      ledger.commit(List.of(new FencedWrites(shard, fence, List.of(), segments)));
      campaign(ledger, "bare", "none", "none");
    }
  }

  private static ShardKey campaign(Ledger ledger, String name, String first, String second)
      throws CampaignParseException {
    String definition =
        CanonicalForm.of(CampaignParser.parse("c.yaml", CAMPAIGN.formatted(name, first, second)));
    long id =
        ledger
            .createCampaign(
                new NewCampaign(
                    name,
                    definition,
                    "d",
                    "m",
                    List.of("relax", "fine", "static"),
                    List.of(List.of(0, 1, 2)),
                    10,
                    1,
                    false),
                Stream.of("s0", "s1")
                    .map(s -> new StructureRow(s, s, s, 1, "Cu", new byte[1], Optional.empty()))
                    .iterator())
            .id();
    return new ShardKey(id, 0, 0);
  }

  private static TrajectoryFrame frame(ShardKey shard, int stage, long structure, long step) {
    SimState system =
        SimState.ofSystem(
            new int[] {29}, new double[] {63.5}, new double[3], new double[9], new boolean[3]);
    system.addDoubles(Stepper.ENERGY, Scope.SYSTEM, 1, -1);
    system.addDoubles(Stepper.FORCES, Scope.ATOM, 3, 0);
    system.addDoubles(Stepper.STRESS, Scope.SYSTEM, 9, 0);
    return new TrajectoryFrame(
        new TaskKey(shard.campaignId(), stage, structure),
        "s" + structure,
        stage == 0 ? "relax" : "fine",
        0,
        step,
        system);
  }

  private int run(String... args) {
    Terminal terminal =
        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    String[] all =
        Stream.concat(Stream.of("trajectory", "--workspace", workspace.toString()), Stream.of(args))
            .toArray(String[]::new);
    return Main.run(new ProcessBackend(), terminal, all);
  }

  /** Structure, stage and step of each frame. */
  private static List<String> frames(String text) {
    return text.lines()
        .filter(line -> line.contains("lehr_step="))
        .map(
            line ->
                line.replaceAll(
                    ".*lehr_stage=(\\w+) lehr_structure=(\\d+).*lehr_step=(\\d+).*", "$2 $1 $3"))
        .toList();
  }

  @Test
  void framesComeByStructureStageAndStep() throws IOException {
    assertThat(run("kept")).isZero();
    assertThat(frames(out.toString())).containsExactly("0 relax 0", "1 relax 10", "1 fine 0");
    Path file = workspace.resolve("all.extxyz");
    assertThat(run("kept", "--output", file.toString())).isZero();
    assertThat(Files.readString(file)).isEqualTo(out.toString());
    assertThat(err.toString()).isEqualTo("3 frames in " + file + "\n");
  }

  @Test
  void aStageOrAStructureCanBeAskedFor() {
    assertThat(run("kept", "--stage", "relax", "--structure", "s1")).isZero();
    assertThat(frames(out.toString())).containsExactly("1 relax 10");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(run("bare")).isEqualTo(3);
    assertThat(run("kept", "--stage", "static")).isEqualTo(3);
    assertThat(run("kept", "--structure", "s9")).isEqualTo(3);
    assertThat(err.toString())
        .contains("campaign bare keeps no frames")
        .contains("no frames of a stage 'static' in campaign kept")
        .contains("there are some of: relax, fine")
        .contains("no structure 's9' in campaign kept");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFileThatIsGoneIsATroubleOfTheWorkspace() throws IOException {
    try (Stream<Path> files = Files.walk(workspace.resolve("trajectories"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertThat(run("kept")).isEqualTo(6);
    assertThat(err.toString()).contains("shard-000000.1.1.1.extxyz: found no such file");
  }
}
