package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.structure.StructureChecks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files of every format, broken at random: whatever a file holds, a reader answers structures that
 * are sound and rejections with reasons, throws nothing, and takes bounded time and memory.
 *
 * <p>Case k of seed s is made by {@code new Random(s + k)} alone, so that one line of a failure is
 * enough to run it again.
 */
class ReaderFuzzTest {

  private static final long SEED = 20_261_125;
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

  /** What a case may allocate in all: some for the buffers, some for each byte of the file. */
  private static final long ALLOCATED = 64L << 20;

  private static final long ALLOCATED_PER_BYTE = 4_000;

  private static final List<String> FILES =
      List.of(
          "ase_two.cif",
          "pymatgen_quartz.cif",
          "pymatgen_monoclinic.cif",
          "pymatgen_triclinic.cif",
          "POSCAR_ase_slab",
          "quartz.vasp",
          "ase_db.json",
          "ase_jsonio.json",
          "pymatgen_structure.json",
          "pymatgen_list.json",
          "ase_held.extxyz");

  private static final List<StructureFormat> FORMATS = List.of(StructureFormat.values());

  private final Map<String, byte[]> seeds = new LinkedHashMap<>();

  ReaderFuzzTest() throws IOException {
    for (String name : FILES) {
      try (InputStream in = ReaderFuzzTest.class.getResourceAsStream("/structures/" + name)) {
        seeds.put(name, in.readAllBytes());
      }
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fiveThousandBrokenFilesAreAnsweredWithReasons() {
    run(5_000);
  }

  @Test
  @Tag("slow")
  @Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void hundredThousandBrokenFilesAreAnsweredWithReasons() {
    run(100_000);
  }

  private void run(int cases) {
    System.out.println("reader fuzz: seed " + SEED + ", " + cases + " cases");
    List<byte[]> all = new ArrayList<>(seeds.values());
    int read = 0;
    long slowest = 0;
    long most = 0;
    for (int k = 0; k < cases; k++) {
      Random random = new Random(SEED + k);
      String name = FILES.get(random.nextInt(FILES.size()));
      byte[] bytes = new Mutations(random, all).mutate(seeds.get(name));
      StructureFormat format =
          random.nextInt(20) == 0
              ? FORMATS.get(random.nextInt(FORMATS.size()))
              : StructureFormat.ofName(name).orElseThrow();
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      String what = "case " + k + " of " + name + " as " + format;
      try {
        read += check(format, bytes);
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError(what + ": " + shown(bytes), e);
      }
      long took = System.nanoTime() - start;
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(took).describedAs(what + " took long: " + shown(bytes)).isLessThan(LONGEST);
      assertThat(allocated)
          .describedAs(what + " took memory: " + shown(bytes))
          .isLessThan(ALLOCATED + ALLOCATED_PER_BYTE * bytes.length);
      slowest = Math.max(slowest, took);
      most = Math.max(most, allocated);
    }
    System.out.printf(
        "reader fuzz: %d structures read, slowest case %d ms, most allocated %d MB%n",
        read, TimeUnit.NANOSECONDS.toMillis(slowest), most >> 20);
    // Most mutations leave a structure readable; were there none, nothing would have been tested.
    assertThat(read).isGreaterThan(cases / 5);
  }

  private static String shown(byte[] bytes) {
    return bytes.length > 8_000
        ? bytes.length + " bytes"
        : "base64 " + Base64.getEncoder().encodeToString(bytes);
  }

  private static int check(StructureFormat format, byte[] bytes) throws IOException {
    int read = 0;
    try (StructureReader reader = open(format, bytes)) {
      while (reader.hasNext()) {
        ReadResult result = reader.next();
        assertThat(result.id()).isNotBlank();
        if (result instanceof ReadResult.Read r) {
          read++;
          checkRead(r.structure());
        } else {
          checkRejected((ReadResult.Rejected) result);
        }
      }
    } catch (java.util.zip.ZipException | UnreadCompressionException | java.io.EOFException e) {
      // The first bytes are read when a file is opened, and opening may say so.
      assertThat(Frames.unreadable(e)).isNotNull();
    }
    return read;
  }

  private static StructureReader open(StructureFormat format, byte[] bytes) throws IOException {
    return StructureFiles.reader(format, new ByteArrayInputStream(bytes), "file", Optional.empty());
  }

  private static void checkRead(Structure s) throws IOException {
    assertThat(StructureChecks.check(s)).isEmpty();
    assertThat(StructureCodec.decode(StructureCodec.encode(s))).isEqualTo(s);
    assertThat(s.contentDigest()).hasSize(64);
  }

  private static void checkRejected(ReadResult.Rejected r) {
    assertThat(r.problems()).isNotEmpty();
    for (FileProblem p : r.problems()) {
      assertThat(p.reason()).matches("[a-z0-9_]+");
      assertThat(p.message()).doesNotContain("\n").contains("found ", ", expected ");
      assertThat(p.message().length()).isLessThan(2_000);
    }
  }
}
