package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ExtxyzReaderTest {

  static final String CU = "Lattice=\"0 1.8 1.8 1.8 0 1.8 1.8 1.8 0\"";

  static List<ReadResult> read(byte[] bytes, Optional<String> idField) throws IOException {
    List<ReadResult> all = new ArrayList<>();
    try (ExtxyzReader reader =
        new ExtxyzReader(new ByteArrayInputStream(bytes), "in.xyz", idField)) {
      reader.forEachRemaining(all::add);
    }
    return all;
  }

  static List<ReadResult> read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = ExtxyzReaderTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  static List<Structure> structures(List<ReadResult> results) {
    assertThat(results).allMatch(r -> r instanceof ReadResult.Read, "read");
    return results.stream().map(r -> ((ReadResult.Read) r).structure()).toList();
  }

  private static Structure one(String text) throws IOException {
    return structures(read(text)).get(0);
  }

  private static FileProblem problem(ReadResult result) {
    assertThat(result).isInstanceOf(ReadResult.Rejected.class);
    return ((ReadResult.Rejected) result).problems().get(0);
  }

  private static Object info(String text) throws IOException {
    return one("1\nProperties=species:S:1:pos:R:3 " + text + "\nCu 0 0 0\n").info().get("k");
  }

  @Test
  void whatAseWroteIsReadWithAllThatItHolds() throws IOException {
    List<Structure> all = structures(read(resource("ase.extxyz"), Optional.empty()));
    assertThat(all).extracting(Structure::id).containsExactly("water", "in.xyz#1", "in.xyz#2", "7");
    Structure water = all.get(0);
    assertThat(water.cell()).isEmpty();
    assertThat(water.info())
        .containsEntry("note", "a \"quoted\" text with spaces")
        .containsEntry("count", 3L)
        .containsEntry("flag", true)
        .containsEntry("off", false);
    Structure copper = all.get(1);
    assertThat(copper.pbc()).containsOnly(true);
    assertThat(copper.cell().orElseThrow()[4]).isEqualTo(3.61);
    assertThat(copper.info())
        .containsEntry("energy", -14.123456789012344)
        .containsEntry("tiny", Double.MIN_VALUE)
        .containsEntry("big", Double.MAX_VALUE)
        .containsEntry("tags_list", new long[] {1, 2, 3})
        .containsEntry("mask", new boolean[] {true, false})
        .containsEntry("matrix", new long[][] {{0, 1, 2}, {3, 4, 5}})
        .containsEntry("names", new String[] {"a", "b c"})
        .containsEntry("nested", "_JSON {\"x\": [1, 2]}");
    assertThat((double[]) copper.info().get("stress")).hasSize(9);
    assertThat(copper.arrays().get("forces").width()).isEqualTo(3);
    Structure salt = all.get(2);
    assertThat(salt.masses().orElseThrow()).startsWith(22.5).endsWith(35.0);
    assertThat(salt.arrays().keySet())
        .containsExactlyInAnyOrder(
            "move_mask", "tags", "initial_magmoms", "masses", "chosen", "label", "vec");
    assertThat(salt.arrays().get("move_mask"))
        .isEqualTo(
            new AtomColumn.Logicals(
                1, new boolean[] {false, true, true, false, true, true, true, true}));
    assertThat(all.get(3).pbc()).containsExactly(true, true, false);
  }

  @Test
  void gzipIsRecognisedByItsBytes() throws IOException {
    assertThat(structures(read(resource("ase.extxyz.gz"), Optional.empty())))
        .isEqualTo(structures(read(resource("ase.extxyz"), Optional.empty())));
  }

  @Test
  void plainXyzKeepsItsComment() throws IOException {
    List<Structure> all = structures(read(resource("ase_plain.xyz"), Optional.empty()));
    assertThat(all).extracting(Structure::formula).containsExactly("CH4", "C6H6");
    assertThat(all.get(0).info()).containsEntry("comment", "a molecule, made by hand");
    assertThat(one("1\n\nAr 0 0 0\n").info()).isEmpty();
    assertThat(one("1\nit's E = 3 eV, he said\nAr 0 0 0 0.5\n").info()).containsKey("comment");
  }

  @Test
  void valuesHaveTheKindThatAseGivesThem() throws IOException {
    assertThat(info("k=3")).isEqualTo(3L);
    assertThat(info("k=\"3\"")).isEqualTo(3L);
    assertThat(info("k=3.0")).isEqualTo(3.0);
    assertThat(info("k")).isEqualTo(true);
    assertThat(info("k = 5 j=6")).isEqualTo(5L);
    assertThat(info("k=FALSE")).isEqualTo(false);
    assertThat(info("k={1 2}")).isEqualTo(new long[] {1, 2});
    assertThat(info("k=[1, 2.5]")).isEqualTo(new double[] {1, 2.5});
    assertThat(info("k='T F'")).isEqualTo(new boolean[] {true, false});
    assertThat(info("k=\"say \\\"so\\\"\"")).isEqualTo("say \"so\"");
    assertThat(info("k=[[1, 2], [3, 4.5]]")).isEqualTo(new double[][] {{1, 2}, {3, 4.5}});
    assertThat(info("k=[\"a\", \"b c\"]")).isEqualTo(new String[] {"a", "b c"});
    assertThat(info("k=a=b")).isEqualTo("a=b");
    assertThat(info("k=1d")).isEqualTo("1d");
    assertThat(info("k=99999999999999999999")).isEqualTo(1e20);
    assertThat(info("k=-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(info("k=\"\" j=2")).isEqualTo("");
    assertThat(one("1\nProperties=species:S:1:pos:R:3 uid=123\nH 0 0 0\n").info())
        .containsEntry("uid", "123");
  }

  @Test
  void periodicityFollowsTheCellUnlessGiven() throws IOException {
    assertThat(one("1\n" + CU + "\nCu 0 0 0").pbc()).containsOnly(true);
    assertThat(one("1\n" + CU + " pbc=\"T F T\"\nCu 0 0 0").pbc())
        .containsExactly(true, false, true);
    assertThat(one("1\n" + CU + " pbc=[1, 0, 0]\nCu 0 0 0").pbc())
        .containsExactly(true, false, false);
    assertThat(one("1\n" + CU + " pbc=F\nCu 0 0 0").pbc()).containsOnly(false);
    assertThat(one("1\n" + CU + " Properties=Z:I:1:pos:R:3\n29 0 0 1.5D-1").positions()[2])
        .isEqualTo(0.15);
  }

  @Test
  void aBadFrameIsSetAsideAndTheRestGoesOn() throws IOException {
    String good = "1\n" + CU + " id=ok\nCu 0 0 0\n";
    record Case(String frame, String reason, long line, String field) {}
    String start = "2\n" + CU + " id=bad";
    List<Case> cases =
        List.of(
            new Case(start + "\nCu 0 0 0\nFe1 1 1 1\n", "unknown_element", 4, "species"),
            new Case(start + "\nCu 0 0 0\nCu 0 x 1\n", "bad_value", 4, "pos"),
            new Case(start + "\nCu 0 0\nCu 1 1 1\n", "bad_columns", 3, "atom"),
            new Case(start + "\nCu 0 0 0\nCu 0 0 0.1\n", "overlapping_atoms", 4, "pos"),
            new Case(start + "\nCu 0 0 0\nCu 1 nan 1\n", "not_finite", 4, "pos"),
            new Case(start + "\nCu 0 0 0\n", "truncated_frame", 4, "atom count"),
            new Case("1\nLattice=\"3 3 3\" id=bad\nCu 0 0 0\n", "bad_lattice", 2, "Lattice"),
            new Case("1\nLattice=\"1 0 0 0 1 0 1 1 0\"\nCu 0 0 0\n", "singular_cell", 2, "Lattice"),
            new Case("1\nid=bad pbc=\"T T T\"\nCu 0 0 0\n", "missing_cell", 2, "Lattice"),
            new Case("1\n" + CU + " pbc=perhaps\nCu 0 0 0\n", "bad_pbc", 2, "pbc"),
            new Case("1\n" + CU + " a=1 a=2\nCu 0 0 0\n", "duplicate_key", 2, "a"),
            new Case("1\n" + CU + " a=\"1\nCu 0 0 0\n", "malformed_comment", 2, "value"),
            new Case("1\nProperties=pos:R:3\n0 0 0\n", "bad_properties", 2, "Properties"),
            new Case(
                "1\nProperties=species:S:1:pos:Q:3\nCu 0 0 0\n", "bad_properties", 2, "Properties"),
            new Case("0\n" + CU + "\n", "no_atoms", 1, "atom count"),
            new Case("one\n" + CU + "\nCu 0 0 0\n", "bad_atom_count", 1, "atom count"),
            new Case("1\n" + CU + " id=[1,2]\nCu 0 0 0\n", "bad_id", 2, "id"));
    for (Case c : cases) {
      List<ReadResult> results = read(c.frame + good + good.replace("ok", "also"));
      assertThat(results).as(c.toString()).hasSize(3);
      FileProblem p = problem(results.get(0));
      assertThat(p.reason()).as(p.message()).isEqualTo(c.reason);
      assertThat(p.field()).as(p.message()).isEqualTo(c.field);
      assertThat(p.line()).as(p.message()).isEqualTo(c.line);
      assertThat(p.frame()).isZero();
      assertThat(structures(results.subList(1, 3)))
          .extracting(Structure::id)
          .containsExactly("ok", "also");
    }
  }

  @Test
  void messagesNameFileLineFoundAndExpected() throws IOException {
    assertThat(problem(read("1\nx\nFe1 0 0 0\n").get(0)).message())
        .isEqualTo(
            "in.xyz:3: frame 0, species: found 'Fe1', expected the symbol of an element, perhaps Fe"
                + " (unknown_element)");
    assertThat(problem(read("1\nLattice=\"3 3 3\"\nFe 0 0 0\n").get(0)).message())
        .contains("found 3 numbers, expected 9 numbers");
    ReadResult rejected = read("1\nid=mine pbc=T\nFe 0 0 0\n").get(0);
    assertThat(rejected.id()).isEqualTo("mine");
    assertThat(rejected.source()).isEqualTo("in.xyz#0");
  }

  @Test
  void idsComeFromTheKeyThatTheCampaignNames() throws IOException {
    byte[] text =
        "1\nmaterial=mp-1 id=3\nH 0 0 0\n1\nid=4\nH 0 0 0\n".getBytes(StandardCharsets.UTF_8);
    List<ReadResult> results = read(text, Optional.of("material"));
    assertThat(results.get(0).id()).isEqualTo("mp-1");
    assertThat(problem(results.get(1)).reason()).isEqualTo("missing_id");
  }

  @Test
  void aTornGzipIsAProblemAfterWhatCouldBeRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      Random random = new Random(1);
      for (int i = 0; i < 5000; i++) {
        gzip.write(
            ("1\nx=" + random.nextDouble() + "\nH 0 0 0\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] torn = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    List<ReadResult> results = read(torn, Optional.empty());
    assertThat(results).hasSizeGreaterThan(1000);
    assertThat(problem(results.get(results.size() - 1)).reason()).isIn("unreadable");
  }

  @Test
  void mutatedFilesGiveProblemsAndNothingElse() throws IOException {
    byte[] seed = resource("ase.extxyz");
    Random random = new Random(42);
    int[] counts = new int[2];
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int trial = 0; trial < 2000; trial++) {
            byte[] mutated = mutate(seed, random);
            for (ReadResult r : read(mutated, Optional.empty())) {
              counts[r instanceof ReadResult.Read ? 0 : 1]++;
              if (r instanceof ReadResult.Rejected rejected) {
                assertThat(rejected.problems()).isNotEmpty();
                assertThat(rejected.problems()).allMatch(p -> !p.message().isBlank());
              } else {
                new ExtxyzWriter(new StringBuilder())
                    .write(((ReadResult.Read) r).structure(), ComputedProperties.none());
              }
            }
          }
        });
    assertThat(counts[0]).isGreaterThan(500);
    assertThat(counts[1]).isGreaterThan(500);
  }

  private static byte[] mutate(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    String likely = "0123456789.-+eE \n\t\"'[]{}=:\\,TFnN_\r";
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1, 2 -> bytes[at] = (byte) likely.charAt(random.nextInt(likely.length()));
        case 3 -> {
          int to = Math.min(bytes.length, at + random.nextInt(60));
          byte[] cut = Arrays.copyOf(bytes, bytes.length - (to - at));
          System.arraycopy(bytes, to, cut, at, bytes.length - to);
          bytes = cut.length == 0 ? seed.clone() : cut;
        }
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }

  @Test
  void aMaskOrFlagOfAnotherKindIsRefusedNotIgnored() {
    String head = "1\nfix_com=%s Properties=species:S:1:pos:R:3:move_mask:%s\nH 0 0 0 %s\n";
    for (String bad : new String[] {"I:1 1 T", "L:2 T F T", "S:1 x T", "L:1 T yes", "L:1 T 1"}) {
      String kind = bad.split(" ", 2)[0];
      String rest = bad.substring(kind.length() + 1);
      String com = rest.substring(rest.lastIndexOf(' ') + 1);
      String flags = rest.substring(0, rest.lastIndexOf(' '));
      ReadText.refused(
          StructureFormat.EXTXYZ, head.formatted(com, kind, flags), "unsupported_constraint", 2);
    }
    Structure s = ReadText.one(StructureFormat.EXTXYZ, head.formatted("T", "L:3", "T F T"));
    assertThat(ReadText.moves(s)).containsExactly(true, false, true);
    assertThat(s.info()).containsEntry("fix_com", true);
  }
}
