package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation of stages shows are campaigns, lists of stages, or single stages. */
class StagesDocumentTest {

  /** Where the templates of its commands are. */
  private static final Path FOLDER = Path.of("../examples/command");

  private static final String FRAME = "name: n\nstructures: [a.extxyz]\nmodel: eam-zhou2004\n";

  static Stream<String> blocks() throws Exception {
    List<String> blocks =
        Stream.of("stages.md", "expressions.md")
            .flatMap(StagesDocumentTest::blocksOf)
            .filter(b -> b.contains("kind:"))
            .toList();
    assertThat(blocks).hasSizeGreaterThan(6);
    return blocks.stream();
  }

  private static Stream<String> blocksOf(String document) {
    try {
      return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
          .matcher(Files.readString(Path.of("../docs", document)))
          .results()
          .map(r -> r.group(1))
          .toList()
          .stream();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String campaign(String block) {
    if (block.startsWith("id:")) {
      return FRAME
          + "stages:\n  - {id: relax, kind: relax}\n  - "
          + block.strip().replace("\n", "\n    ")
          + "\n";
    }
    return block.contains("structures:") ? block : FRAME + block;
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyBlockIsTakenByTheParser(String block) throws Exception {
    CampaignDefinition definition = CampaignParser.parse("stages.md", campaign(block), FOLDER);
    String canonical = CanonicalForm.of(definition);
    assertThat(CanonicalForm.of(CampaignParser.parse("canonical", canonical, FOLDER)))
        .isEqualTo(canonical);
  }
}
