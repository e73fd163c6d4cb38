package dev.lehr.activities.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

  private static final List<String> HOSTILE =
      List.of(
          "../../etc",
          "..",
          ".",
          "",
          "/etc/passwd",
          "$(touch x); rm -rf *",
          "a\0b",
          "a\nb",
          "-rf",
          "Si/1",
          "Si_1",
          "x".repeat(300),
          "x".repeat(301),
          "\ud800",
          "\ud801",
          "\u6c34");

  @Test
  void hostileIdsStayBelowTheWorkspaceAndApart() {
    Path workspace = Path.of("/w");
    Set<Path> all = new HashSet<>();
    for (String id : HOSTILE) {
      Path home = RunDirectory.ofStructure(workspace, "c", "s", 0, id);
      assertThat(home.normalize()).isEqualTo(home);
      assertThat(home.getParent()).isEqualTo(Path.of("/w/commands/c/s"));
      assertThat(home.getFileName().toString()).matches("0-[A-Za-z0-9._-]{1,90}");
      all.add(home);
    }
    assertThat(all).hasSize(HOSTILE.size());
    assertThat(RunDirectory.ofStructure(workspace, "..", "..", 0, "a"))
        .isEqualTo(RunDirectory.ofStructure(workspace, "..", "..", 0, "a").normalize());
  }

  @Test
  void anOrdinaryIdIsItsOwnName() {
    assertThat(RunDirectory.safeName("mp-149_relaxed.2")).isEqualTo("mp-149_relaxed.2");
  }

  @Test
  void aNameThatLooksLikeAReplacedOneIsReplacedAsWell() {
    String replaced = RunDirectory.safeName("a/b");
    assertThat(replaced).matches("a_b-[0-9a-f]{12}");
    assertThat(RunDirectory.safeName(replaced)).isNotEqualTo(replaced);
  }

  @Property
  void namesAreShortPlainAndDifferent(@ForAll String a, @ForAll String b) {
    String name = RunDirectory.safeName(a);
    assertThat(name).matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,72}");
    assertThat(name.equals(RunDirectory.safeName(b))).isEqualTo(a.equals(b));
  }

  @Test
  void removingADirectoryRemovesLinksAndNotWhatTheyLeadTo(@TempDir Path directory)
      throws Exception {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "x");
    Path run = Files.createDirectories(directory.resolve("run/below"));
    Files.createSymbolicLink(run.resolve("link"), outside);
    RunDirectory.delete(directory.resolve("run"));
    assertThat(directory.resolve("run")).doesNotExist();
    assertThat(outside.resolve("precious")).exists();
  }
}
