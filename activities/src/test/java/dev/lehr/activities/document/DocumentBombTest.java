package dev.lehr.activities.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.activities.campaign.CampaignParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Campaign files that stand for more than they say, or say more than anybody means. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DocumentBombTest {

  @TempDir Path directory;

  private static String refused(String text) {
    CampaignParseException e =
        catchThrowableOfType(
            CampaignParseException.class, () -> CampaignParser.parse("campaign.yaml", text));
    assertThat(e).as("a refusal").isNotNull();
    String said = e.problems().toString();
    assertThat(said).contains("campaign.yaml").hasSizeLessThan(20_000);
    return said;
  }

  /** Three aliases to the level before at each of six levels: 729 times the first. */
  @Test
  void aliasesOfAliasesAreCountedWrittenOut() {
    StringBuilder text = new StringBuilder("a0: &a0 \"" + "lol".repeat(20_000) + "\"\n");
    for (int i = 1; i <= 6; i++) {
      String before = "*a" + (i - 1);
      text.append("a%d: &a%d [%s, %s, %s]\n".formatted(i, i, before, before, before));
    }
    assertThat(refused(text.toString())).contains("aliases that stand for more than 8000000");
  }

  @Test
  void aliasesOfALongTextAreCountedToo() {
    String text = "a: &a " + "x".repeat(100_000) + "\nb: [" + "*a, ".repeat(200) + "*a]\n";
    assertThat(refused(text)).contains("aliases that stand for more than 8000000");
  }

  @Test
  void moreAliasesOfListsThanAnybodyWritesAreRefused() {
    assertThat(refused("a: &a [1]\nb: [" + "*a, ".repeat(100) + "*a]\n")).contains("aliases");
  }

  @Test
  void aPartThatHoldsItselfIsRefused() {
    assertThat(refused("name: x\na: &a [*a]\n")).contains("aliases");
    assertThat(refused("name: x\na: &a {b: *a}\n")).contains("aliases");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void depthIsBounded(String open) {
    assertThat(refused("a:\n  " + open.repeat(100_000))).contains("not valid YAML or JSON");
  }

  @Test
  void sizeIsBounded() throws IOException {
    assertThat(refused("name: " + "x".repeat(5_000_000))).contains("not valid YAML or JSON");
    Path large = directory.resolve("large.yaml");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(1L << 33);
    }
    assertThat(catchThrowableOfType(IOException.class, () -> TextFile.read(large)))
        .hasMessageContaining("large.yaml: found more than 16 MiB");
    Path endless = Path.of("/dev/zero");
    if (Files.exists(endless)) {
      assertThat(catchThrowableOfType(IOException.class, () -> TextFile.read(endless)))
          .hasMessageContaining("more than 16 MiB");
    }
  }

  @Test
  void numbersBeyondUseAreRefusedWithWhatWasExpected() {
    String head =
        """
        name: x
        structures: a.xyz
        model: {name: lennard-jones, sigma: 1.0, epsilon: 1.0}
        """;
    for (String number : new String[] {"1e999999999", "9".repeat(390), "-1e-999999999", ".inf"}) {
      assertThat(refused(head + "stages: [{id: r, kind: relax, fmax: " + number + "}]"))
          .contains("stages[0].fmax");
      assertThat(refused(head + "priority: " + number + "\nstages: [{id: r, kind: relax}]"))
          .contains("priority")
          .contains("a whole number from");
    }
    assertThat(refused(head + "priority: " + "9".repeat(1_000_000))).contains("priority");
    String settings = "name: x\nmodel: {python: 'a:b', settings: {x: !!int '%s'}}";
    assertThat(refused(settings.formatted("7".repeat(1_000_000))))
        .contains("a number of more than 400 digits");
    assertThat(refused(head + "priority: 1" + ":1".repeat(500_000))).contains("campaign.yaml");
  }

  @Test
  void aLongWrongValueIsShownInPart() {
    String said = refused("name: " + "+".repeat(1_000_000));
    assertThat(said).contains("expected").contains(" ... ");
  }
}
