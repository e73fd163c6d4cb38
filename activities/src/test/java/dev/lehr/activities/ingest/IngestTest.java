package dev.lehr.activities.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.activities.files.StructureSource;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.SqlLedger;
import dev.lehr.activities.ledger.StageGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the same name again means. */
class IngestTest {

  @TempDir Path directory;
  private SqlLedger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(directory.resolve("workspace"));
    structures(1.0, "a", "b");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void structures(double z, String... ids) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String id : ids) {
      text.append("1\nProperties=species:S:1:pos:R:3 pbc=\"F F F\" id=").append(id);
      text.append("\nCu 0 0 ").append(z).append('\n');
    }
    Files.writeString(directory.resolve("s.extxyz"), text);
  }

  private Intake intake(String definition) {
    NewCampaign campaign =
        new NewCampaign(
            "n",
            definition,
            "digest of " + definition,
            "m",
            List.of("s"),
            StageGraph.chain(1),
            10,
            1,
            false);
    StructureSource files = new StructureSource(directory, List.of("s.extxyz"), Optional.empty());
    return new Intake(
        campaign, List.of(new StructureInput.FromFiles(files)), "model", z -> z == 29);
  }

  private Ingest.Answer take(String definition, Ingest.Mode mode) {
    return new Ingest(ledger, false).take(intake(definition), mode);
  }

  private CampaignChangedException refused(String definition, Ingest.Mode mode) {
    return catchThrowableOfType(CampaignChangedException.class, () -> take(definition, mode));
  }

  @Test
  void theSameAgainIsFoundAndNotTakenInTwice() {
    Ingest.Answer first = take("{\"fmax\":1}", Ingest.Mode.SAME_OR_REFUSE);
    Ingest.Answer again = take("{\"fmax\":1}", Ingest.Mode.SAME_OR_REFUSE);
    assertThat(first.created()).isTrue();
    assertThat(again.created()).isFalse();
    assertThat(again.campaign()).isEqualTo(first.campaign());
    assertThat(ledger.campaigns()).hasSize(1);
  }

  @Test
  void anEditedFileIsRefusedWithWhatDiffersAndNothingIsWritten() {
    CampaignRow before = take("{\"fmax\":1}", Ingest.Mode.SAME_OR_REFUSE).campaign();
    assertThat(refused("{\"fmax\":2}", Ingest.Mode.SAME_OR_REFUSE))
        .hasMessageContaining("fmax: was 1, is 2");
    assertThat(ledger.campaigns()).containsExactly(before);
  }

  @Test
  void moreStructuresAreRefusedUnlessTheyAreToBeAdded() throws IOException {
    take("{}", Ingest.Mode.SAME_OR_REFUSE);
    structures(1.0, "a", "new", "b");
    assertThat(refused("{}", Ingest.Mode.SAME_OR_REFUSE))
        .hasMessageContaining("structures added: 1 (new)");
    Ingest.Answer added = take("{}", Ingest.Mode.ADD);
    assertThat(added.added()).isEqualTo(1);
    assertThat(added.campaign().structures()).isEqualTo(3);
    assertThat(take("{}", Ingest.Mode.SAME_OR_REFUSE).campaign()).isEqualTo(added.campaign());
  }

  @Test
  void aStructureOfTheSameIdThatIsAnotherIsRefusedAlsoWhenAdding() throws IOException {
    take("{}", Ingest.Mode.SAME_OR_REFUSE);
    structures(2.0, "a", "b", "c");
    assertThat(refused("{}", Ingest.Mode.ADD)).hasMessageContaining("structures changed: 2 (a, b)");
    assertThat(ledger.findCampaign("n").orElseThrow().structures()).isEqualTo(2);
  }

  @Test
  void anewTheOldOneStaysReadableByItsRevision() {
    CampaignRow first = take("{\"fmax\":1}", Ingest.Mode.SAME_OR_REFUSE).campaign();
    CampaignRow second = take("{\"fmax\":2}", Ingest.Mode.REPLACE).campaign();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(ledger.findCampaign("n")).map(CampaignRow::id).contains(second.id());
    assertThat(ledger.findCampaign("n@1")).map(CampaignRow::id).contains(first.id());
  }

  @Test
  void strictRefusesABadStructureAndWritesNothing() throws IOException {
    Files.writeString(
        directory.resolve("s.extxyz"),
        "1\nProperties=species:S:1:pos:R:3 pbc=\"F F F\" id=ne\nNe 0 0 0\n");
    BadInputException e =
        catchThrowableOfType(
            BadInputException.class,
            () -> new Ingest(ledger, true).take(intake("{}"), Ingest.Mode.SAME_OR_REFUSE));
    assertThat(e.problems()).singleElement().asString().contains("Ne");
    assertThat(ledger.campaigns()).isEmpty();
  }
}
