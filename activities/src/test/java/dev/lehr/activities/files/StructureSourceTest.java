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

  private List<String> notes(String... patterns) throws IOException {
    return new StructureSource(dir, List.of(patterns), Optional.empty()).expand().notes();
  }

  private static final String POSCAR = "Si\n1\n9 0 0\n0 9 0\n0 0 9\nSi\n1\nDirect\n0 0 0\n";

  @Test
  void aDirectoryIsItsOwnFilesOfKnownFormatsAndANoteCountsTheRest() throws IOException {
    file("all/b.xyz", HYDROGEN.formatted("b"));
    file("all/POSCAR", POSCAR);
    file("all/contcar.relaxed", POSCAR);
    file("all/A.VASP", POSCAR);
    file("all/README.txt", "text");
    file("all/notes.txt", "text");
    file("all/INCAR", "text");
    file("all/poscar2cif.py", "text");
    file("all/.hidden.xyz", "text");
    file("all/deeper/c.xyz", HYDROGEN.formatted("c"));
    List<FileProblem> problems = new ArrayList<>();
    assertThat(ids(problems, "all"))
        .containsExactly("all/A.VASP#0", "all/POSCAR#0", "b", "all/contcar.relaxed#0");
    assertThat(problems).isEmpty();
    assertThat(notes("all/"))
        .containsExactly(
            "all/: left out 4 files of no known format (.py: 1, .txt: 2, no extension: 1) and 1"
                + " directory (a pattern such as DIR/** goes into those)");
    assertThat(notes("all/*.xyz")).isEmpty();
  }

  @Test
  void twoStarsStandForAnyNumberOfDirectoriesNoneIncluded() throws IOException {
    file("all/a.xyz", HYDROGEN.formatted("a"));
    file("all/x/b.xyz", HYDROGEN.formatted("b"));
    file("all/x/y/c.xyz", HYDROGEN.formatted("c"));
    file("all/.git/d.xyz", HYDROGEN.formatted("d"));
    List<FileProblem> problems = new ArrayList<>();
    assertThat(ids(problems, "all/**/*.xyz")).containsExactly("a", "b", "c");
    assertThat(ids(problems, "**/*.xyz")).containsExactly("a", "b", "c");
    assertThat(ids(problems, "all/**")).containsExactly("a", "b", "c");
    assertThat(ids(problems, "all/**/y/*.xyz")).containsExactly("c");
    assertThat(problems).isEmpty();
  }

  @Test
  void aFileThatIsNamedIsReadByItsExtensionOrItsContentOrRefused() throws IOException {
    file("plain", HYDROGEN.formatted("plain"));
    file("cell", POSCAR);
    file("list", "[]");
    file("crystal", "# comment\ndata_x\n");
    file("words", "some words");
    file("a.dat", HYDROGEN.formatted("a"));
    file("a.cif.bz2", "BZh91AY");
    List<FileProblem> problems = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    try (StructureSource.Reading reading =
        new StructureSource(
                dir,
                List.of("plain", "cell", "list", "crystal", "words", "a.dat", "a.cif.bz2"),
                Optional.empty())
            .read()) {
      reading.forEachRemaining(
          r ->
              reasons.add(
                  r instanceof ReadResult.Rejected bad
                      ? bad.problems().get(0).reason() + " " + bad.problems().get(0).message()
                      : r.id()));
    }
    assertThat(reasons.subList(0, 2)).containsExactly("plain", "cell#0");
    assertThat(reasons.get(2)).startsWith("no_structure list:1: ");
    assertThat(reasons.get(3)).startsWith("no_structure crystal:2: ");
    assertThat(reasons.get(4)).startsWith("unknown_format words: ");
    assertThat(reasons.get(5)).startsWith("unknown_format a.dat: ").contains(".dat", ".cif");
    assertThat(reasons.get(6)).startsWith("unread_compression a.cif.bz2: ").contains("bzip2");
    assertThat(ids(problems, "*.dat")).isEmpty();
    assertThat(problems.get(0).message()).contains("only 1 file of no known format (.dat: 1)");
    problems.clear();
    assertThat(ids(problems, "[a.xyz")).isEmpty();
    assertThat(problems.get(0).reason()).isEqualTo("bad_glob");
  }

  @Test
  void everyFormatIsReadGzipped() throws IOException {
    for (String name :
        List.of("ase_held.extxyz", "ase_two.cif", "quartz.vasp", "pymatgen_list.json")) {
      try (var in = StructureSourceTest.class.getResourceAsStream("/structures/" + name)) {
        Files.write(dir.resolve(name + ".gz"), Mutations.gzip(in.readAllBytes()));
      }
    }
    List<FileProblem> problems = new ArrayList<>();
    assertThat(ids(problems, "."))
        .containsExactly(
            "ase_held.extxyz.gz#0",
            "ase_two.cif.gz#0",
            "ase_two.cif.gz#1",
            "pymatgen_list.json.gz#0",
            "pymatgen_list.json.gz#1",
            "quartz.vasp.gz#0");
    assertThat(problems).isEmpty();
  }
}
