package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Texts of files as what a reader makes of them, for tests. */
final class ReadText {

  private ReadText() {}

  static List<ReadResult> all(StructureFormat format, byte[] bytes, Optional<String> idField) {
    List<ReadResult> results = new ArrayList<>();
    try (StructureReader reader =
        StructureFiles.reader(format, new ByteArrayInputStream(bytes), "file", idField)) {
      reader.forEachRemaining(results::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return results;
  }

  static List<ReadResult> all(StructureFormat format, String text) {
    return all(format, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  /** The only structure of a text. */
  static Structure one(StructureFormat format, String text) {
    List<ReadResult> results = all(format, text);
    assertThat(results).singleElement().isInstanceOf(ReadResult.Read.class);
    return ((ReadResult.Read) results.get(0)).structure();
  }

  /** Why the only structure of a text is set aside. */
  static List<FileProblem> problems(StructureFormat format, String text) {
    List<ReadResult> results = all(format, text);
    assertThat(results).singleElement().isInstanceOf(ReadResult.Rejected.class);
    return ((ReadResult.Rejected) results.get(0)).problems();
  }

  static void refused(StructureFormat format, String text, String reason, long line) {
    assertThat(problems(format, text))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.reason()).describedAs(p.message()).isEqualTo(reason);
              assertThat(p.line()).describedAs(p.message()).isEqualTo(line);
              assertThat(p.message()).startsWith("file:" + line + ": ").contains("expected ");
            });
  }

  /** For each atom and axis whether it moves. */
  static boolean[] moves(Structure s) {
    boolean[] moves = new boolean[3 * s.nAtoms()];
    java.util.Arrays.fill(moves, true);
    if (s.arrays().get(Structure.MOVE_MASK) instanceof AtomColumn.Logicals mask) {
      for (int i = 0; i < moves.length; i++) {
        moves[i] = mask.data()[mask.width() == 3 ? i : i / 3];
      }
    }
    return moves;
  }
}
