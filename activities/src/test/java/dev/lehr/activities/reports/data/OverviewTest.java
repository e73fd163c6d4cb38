package dev.lehr.activities.reports.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OverviewTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Overview overview =
      new Overview(List.of(new StageInfo(0, "phonons", "phonons", JSON.createObjectNode())));

  private void add(int structure, String status, String reason, String... warnings) {
    ObjectNode fields = JSON.createObjectNode().put("status", status).put("reason", reason);
    for (String warning : warnings) {
      fields.withArray("warnings").add(warning);
    }
    SortedMap<Integer, ObjectNode> stages = new TreeMap<>();
    stages.put(0, fields);
    overview.add(new StructureResults(structure, "s" + structure, "f", "Cu", 1, stages));
  }

  @Test
  void warningsThatDifferByTheirNumbersAreOneKind() {
    add(0, "converged", "", "the supercell is 14.61 angstrom across, expected 1.7e+01");
    add(1, "converged", "", "the supercell is 20 angstrom across, expected 16.8", "another");
    assertThat(overview.warnings()).extracting(Failure::count).containsExactly(2L, 1L);
    assertThat(overview.warnings().get(0).reason()).contains("14.61");
  }

  @Test
  void reasonsAreWordsAndStayApart() {
    add(0, "failed", "exit_code_1");
    add(1, "failed", "exit_code_3");
    assertThat(overview.failures()).extracting(Failure::count).containsExactly(1L, 1L);
  }
}
