package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that ASE 3.29.0 and pymatgen 2026.10.24 wrote, against what these read from them; {@code
 * bench/reference/structure_files.py} makes both.
 */
class PeerFilesTest {

  private static JsonNode peers() throws IOException {
    try (InputStream in = PeerFilesTest.class.getResourceAsStream("/structures/peers.json")) {
      return new JsonMapper().readTree(in);
    }
  }

  static List<Map.Entry<String, JsonNode>> files() throws IOException {
    return new ArrayList<>(peers().properties());
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileOfAPeerIsReadAsThePeerReadsIt(Map.Entry<String, JsonNode> file) throws Exception {
    Path path = Path.of(PeerFilesTest.class.getResource("/structures/" + file.getKey()).toURI());
    List<Structure> read = new ArrayList<>();
    try (StructureReader reader = StructureFiles.open(path, file.getKey(), Optional.empty())) {
      reader.forEachRemaining(
          r -> {
            assertThat(r).isInstanceOf(ReadResult.Read.class);
            read.add(((ReadResult.Read) r).structure());
          });
    }
    JsonNode theirs = file.getValue().get("structures");
    assertThat(read).hasSize(theirs.size());
    for (int i = 0; i < read.size(); i++) {
      compare(read.get(i), theirs.get(i));
    }
  }

  private static void compare(Structure s, JsonNode t) {
    assertThat(s.atomicNumbers()).containsExactly(ints(t.get("numbers")));
    assertThat(s.cell().isPresent()).isEqualTo(!t.get("cell").isNull());
    for (int k = 0; k < 3; k++) {
      assertThat(s.pbc()[k]).isEqualTo(t.get("pbc").get(k).asBoolean());
    }
    s.cell()
        .ifPresent(cell -> assertThat(cell).containsExactly(reals(t.get("cell")), within(1e-9)));
    assertThat(s.positions()).containsExactly(reals(t.get("positions")), within(1e-9));
    if (t.has("move_mask")) {
      boolean[] moves = ReadText.moves(s);
      double[] expected = reals(t.get("move_mask"));
      for (int i = 0; i < moves.length; i++) {
        assertThat(moves[i]).isEqualTo(expected[i] != 0);
      }
      assertThat(s.info().getOrDefault("fix_com", false)).isEqualTo(t.get("fix_com").asBoolean());
    }
  }

  private static int[] ints(JsonNode node) {
    int[] v = new int[node.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = node.get(i).asInt();
    }
    return v;
  }

  private static double[] reals(JsonNode rows) {
    double[] v = new double[3 * rows.size()];
    for (int i = 0; i < v.length; i++) {
      JsonNode x = rows.get(i / 3).get(i % 3);
      v[i] = x.isBoolean() ? (x.asBoolean() ? 1 : 0) : x.asDouble();
    }
    return v;
  }
}
