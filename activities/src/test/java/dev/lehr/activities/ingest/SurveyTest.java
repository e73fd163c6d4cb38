package dev.lehr.activities.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.files.StructureSource;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.StageGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {

  @TempDir Path directory;

  @Test
  void missingFilesRepeatedIdsAndElementsThatTheModelDoesNotKnowAreAllFoundAtOnce()
      throws IOException {
    Files.writeString(
        directory.resolve("a.extxyz"),
        """
        1
        Properties=species:S:1:pos:R:3 id=one pbc="F F F"
        Cu 0 0 0
        1
        Properties=species:S:1:pos:R:3 id=one pbc="F F F"
        Cu 0 0 1
        1
        Properties=species:S:1:pos:R:3 id=two pbc="F F F"
        Ne 0 0 0
        """);
    StructureSource source =
        new StructureSource(directory, List.of("a.extxyz", "b.extxyz"), Optional.empty());
    NewCampaign campaign =
        new NewCampaign("n", "{}", "d", "m", List.of("s"), StageGraph.chain(1), 10, 1, false);
    Survey survey =
        Survey.of(
            new Intake(campaign, List.of(new StructureInput.FromFiles(source)), "m", z -> z == 29));
    assertThat(survey.digests()).containsOnlyKeys("one", "two");
    assertThat(survey.problems()).hasSize(2);
    assertThat(survey.problems()).anyMatch(p -> p.contains("b.extxyz"));
    assertThat(survey.problems()).anyMatch(p -> p.contains("'one'"));
    assertThat(survey.rejections()).singleElement().asString().contains("Ne").contains("line 7");
  }

  @Test
  void structuresOfEveryFormatAreSetAsideWithTheirReasonAndTheRestOfADirectoryIsNoted()
      throws IOException {
    Files.writeString(directory.resolve("a.cif"), "data_x\n_cell_length_a 3\n");
    Files.writeString(
        directory.resolve("POSCAR"), "Cu\n3.6\n1 0 0\n0 1 0\n0 0 1\nCu\n1\nDirect\n0 0 0\n");
    Files.writeString(directory.resolve("log.txt"), "text");
    StructureSource source = new StructureSource(directory, List.of("."), Optional.empty());
    NewCampaign campaign =
        new NewCampaign("n", "{}", "d", "m", List.of("s"), StageGraph.chain(1), 10, 1, false);
    Survey survey =
        Survey.of(
            new Intake(campaign, List.of(new StructureInput.FromFiles(source)), "m", z -> z == 29));
    assertThat(survey.problems()).isEmpty();
    assertThat(survey.digests()).containsOnlyKeys("POSCAR#0", "a.cif#0");
    assertThat(survey.rejections()).singleElement().asString().contains("a.cif:2", "no_structure");
    assertThat(survey.notes()).singleElement().asString().contains(".txt: 1");
  }
}
