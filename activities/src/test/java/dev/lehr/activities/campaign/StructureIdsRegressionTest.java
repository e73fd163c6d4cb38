package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.files.ReadResult;
import dev.lehr.activities.files.StructureSource;
import dev.lehr.activities.ingest.StructureInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Structures without an id field were set aside although their file and frame name them. */
class StructureIdsRegressionTest {

  @TempDir Path directory;

  private List<String> ids(String source) throws Exception {
    Files.writeString(
        directory.resolve("s.extxyz"),
        """
        1
        Properties=species:S:1:pos:R:3 id=first label=a
        Ar 0 0 0
        1
        Properties=species:S:1:pos:R:3 label=b
        Ar 0 0 0
        """);
    String text =
        """
        name: x
        structures: [%s]
        model: {name: lennard-jones, sigma: 1, epsilon: 1, cutoff: none}
        stages: [{id: s, kind: static}]
        """
            .formatted(source);
    CampaignDefinition d = CampaignParser.parse("c.yaml", text);
    StructureInput.FromFiles input =
        (StructureInput.FromFiles) new Blueprint(d).inputs(directory).get(0);
    List<String> ids = new ArrayList<>();
    try (StructureSource.Reading reading = input.source().read()) {
      while (reading.hasNext()) {
        ReadResult result = reading.next();
        assertThat(result).isInstanceOf(ReadResult.Read.class);
        ids.add(result.id());
      }
      assertThat(reading.problems()).isEmpty();
    }
    return ids;
  }

  @Test
  void anIdIsTheFieldOfTheInputElseFileAndFrame() throws Exception {
    assertThat(ids("s.extxyz")).containsExactly("first", "s.extxyz#1");
  }

  @Test
  void aFieldThatTheUserNamesIsTheId() throws Exception {
    assertThat(ids("{path: s.extxyz, id_field: label}")).containsExactly("a", "b");
  }
}
