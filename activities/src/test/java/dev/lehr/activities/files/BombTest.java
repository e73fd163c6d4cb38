package dev.lehr.activities.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files of some kilobytes that would take all memory or time if what they say were believed. Each
 * is refused for what it is, within less memory than a small machine has.
 */
@Timeout(value = 100, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BombTest {

  private static final long MOST = 1L << 30;

  /** A head, and then the same megabytes again and again, gzipped: gigabytes if all were read. */
  private static InputStream zipped(String head, String again, int times) {
    byte[] member =
        Mutations.gzip(
            again.repeat(Math.max(1, (1 << 20) / again.length())).getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Mutations.gzip(head.getBytes(StandardCharsets.UTF_8)));
    for (int i = 0; i < times; i++) {
      all.writeBytes(member);
    }
    return new ByteArrayInputStream(all.toByteArray());
  }

  private static InputStream plain(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(StructureFormat format, InputStream in, String reason)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (StructureReader reader = StructureFiles.reader(format, in, "bomb", Optional.empty())) {
      assertThat(reader.hasNext()).isTrue();
      assertThat(reader.next())
          .isInstanceOfSatisfying(
              ReadResult.Rejected.class,
              r -> assertThat(r.problems().get(0).reason()).isEqualTo(reason));
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST);
  }

  @Test
  void aLineWithoutEndIsRefusedInEveryFormatOfLines() throws IOException {
    refused(StructureFormat.EXTXYZ, zipped("", "\0", 4_000), "too_large");
    refused(StructureFormat.EXTXYZ, zipped("1\n", "a=1 ", 4_000), "too_large");
    refused(StructureFormat.CIF, zipped("data_x _y ", "y", 4_000), "too_large");
    refused(StructureFormat.POSCAR, zipped("", "x", 4_000), "too_large");
  }

  @Test
  void anAtomCountIsNotBelieved() throws IOException {
    for (String count : new String[] {"2147483647", "9999999999999", "2000001"}) {
      refused(StructureFormat.EXTXYZ, plain(count + "\n\nH 0 0 0\n"), "bad_atom_count");
    }
    refused(StructureFormat.EXTXYZ, plain("2000000\n\nH 0 0 0\n"), "truncated_frame");
    refused(
        StructureFormat.EXTXYZ,
        plain("2000000\nProperties=species:S:1:pos:R:3:v:R:9999\nH 0 0 0\n"),
        "too_large");
    String head = "x\n1\n9 0 0\n0 9 0\n0 0 9\nH\n";
    refused(StructureFormat.POSCAR, plain(head + "2147483647\nDirect\n0 0 0\n"), "bad_atom_count");
    refused(StructureFormat.POSCAR, plain(head + "2000000\nDirect\n0 0 0\n"), "truncated_file");
    refused(
        StructureFormat.JSON,
        plain(
            """
            {"numbers": [1], "positions": {"__ndarray__": [[2147483647, 2147483647], "float64", [0]]}}
            """),
        "bad_value");
  }

  @Test
  void jsonIsBoundedInDepthLengthAndNumber() throws IOException {
    refused(StructureFormat.JSON, plain("[".repeat(100_000)), "unknown_json");
    refused(StructureFormat.JSON, plain("{\"a\":".repeat(100_000)), "too_large");
    refused(StructureFormat.JSON, plain("[{\"a\":" + "[".repeat(100_000)), "too_large");
    refused(StructureFormat.JSON, zipped("{\"numbers\": [1", ",1", 4_000), "too_large");
    refused(StructureFormat.JSON, zipped("{\"numbers\": \"", "x", 4_000), "too_large");
    refused(StructureFormat.JSON, zipped("{\"numbers\": [", "7", 4_000), "too_large");
    refused(StructureFormat.JSON, zipped("{\"", "x", 4_000), "too_large");
    refused(StructureFormat.JSON, zipped("{\"x\": [", "[],", 4_000), "too_large");
  }

  @Test
  void aBlockOfCifIsBoundedInTextValuesAndOperations() throws IOException {
    refused(StructureFormat.CIF, zipped("data_x\n_y\n;\n", "text\n", 10), "too_large");
    refused(
        StructureFormat.CIF, zipped("data_x\nloop_\n_atom_site_label\n", "H1\n", 10), "too_large");
    refused(
        StructureFormat.CIF,
        plain(
            "data_x\nloop_\n_atom_site_label H1\nloop_\n_space_group_symop_operation_xyz\n"
                + "x,y,z\n".repeat(2_000)),
        "missing_cell");
  }

  @Test
  void aTableOfMoreNumbersThanAnyPotentialHasIsRefused() throws IOException {
    assertThat(table(zipped("", "x", 4_000)))
        .contains("too_large")
        .contains("characters in a line");
    String head = "a\nb\nc\n3 Cu Ni Al\n10000000 0.1 10000000 0.1 5\n29 63.5 3.6 fcc\n";
    assertThat(table(zipped(head, "0 ".repeat(50) + "\n", 60)))
        .contains("too_large")
        .contains("smaller tables");
    assertThat(table(plain("a\nb\nc\n1 Cu\n99999999999 0.1 10 0.1 5\n"))).contains("bad_sizes");
  }

  private static String table(InputStream in) throws IOException {
    UnusableTableException e =
        catchThrowableOfType(
            UnusableTableException.class,
            () -> SetflReader.read(in, "bomb.setfl", SetflReader.Format.DETECT));
    assertThat(e).as("a refusal").isNotNull();
    String said = e.problems().toString();
    assertThat(said).contains("bomb.setfl");
    return said;
  }

  @Test
  void archivesAreNotOpened() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("../../outside.cif"));
      zip.write(new byte[1 << 20]);
    }
    assertThat(
            catchThrowableOfType(
                IOException.class,
                () ->
                    StructureFiles.reader(
                        StructureFormat.CIF,
                        new ByteArrayInputStream(bytes.toByteArray()),
                        "bomb",
                        Optional.empty())))
        .isInstanceOf(UnreadCompressionException.class);
  }
}
