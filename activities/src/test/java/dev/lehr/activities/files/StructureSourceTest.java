package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructureSourceTest {

  private static final String HYDROGEN = "1\nid=%s\nH 0 0 0\n";

  @TempDir Path dir;

  private void file(String name, String text) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> ids(List<FileProblem> problems, String... patterns) throws IOException {
    List<String> ids = new ArrayList<>();
    try (StructureSource.Reading reading =
        new StructureSource(dir, List.of(patterns), Optional.empty()).read()) {
      reading.forEachRemaining(r -> ids.add(r.id()));
      problems.addAll(reading.problems());
    }
    return ids;
  }

  @Test
  void globsAreInTheOrderOfNamesAndPatternsInTheirOwn() throws IOException {
    file("b.xyz", HYDROGEN.formatted("b"));
    file("a.xyz", HYDROGEN.formatted("a"));
    file("deep/er/c.xyz", HYDROGEN.formatted("c") + "1\n\nH 0 0 0\n");
    file("other.txt", "nothing");
    List<FileProblem> problems = new ArrayList<>();
    assertThat(ids(problems, "deep/**.xyz", "*.xyz", "b.xyz", "./a.xyz"))
        .containsExactly("c", "deep/er/c.xyz#1", "a", "b");
    assertThat(ids(problems, "deep/*/*.xyz")).containsExactly("c", "deep/er/c.xyz#1");
    assertThat(ids(problems, dir.resolve("[ab].xyz").toString())).containsExactly("a", "b");
    assertThat(problems).isEmpty();
  }

  @Test
  void everyPatternWithoutAFileIsNamed() throws IOException {
    file("a.xyz", HYDROGEN.formatted("a"));
    List<FileProblem> problems = new ArrayList<>();
    assertThat(ids(problems, "no.xyz", "a.xyz", "none/*.xyz")).containsExactly("a");
    assertThat(problems).extracting(FileProblem::reason).containsOnly("no_match");
    assertThat(problems).extracting(FileProblem::file).containsExactly("no.xyz", "none/*.xyz");
    assertThat(problems.get(0).message()).startsWith("no.xyz: structures: found no file");
  }

  @Test
  void allDuplicateIdsAreListed() throws IOException {
    file("a.xyz", HYDROGEN.formatted("x") + HYDROGEN.formatted("y"));
    file("b.xyz", HYDROGEN.formatted("y") + HYDROGEN.formatted("x") + HYDROGEN.formatted("z"));
    List<FileProblem> problems = new ArrayList<>();
    assertThat(ids(problems, "*.xyz")).hasSize(5);
    assertThat(problems).extracting(FileProblem::reason).containsOnly("duplicate_id").hasSize(2);
    assertThat(problems.get(0).message())
        .isEqualTo(
            "b.xyz:1: frame 0, id: found 'y', which a.xyz#1 has as well, expected an id of its own"
                + " (duplicate_id)");
  }
}
