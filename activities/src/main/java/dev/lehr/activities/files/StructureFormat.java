package dev.lehr.activities.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Formats of structure files, known by the file's name; without an extension, by its start. */
enum StructureFormat {
  /** Extended and plain XYZ. */
  EXTXYZ,
  /** CIF. */
  CIF,
  /** VASP's POSCAR and CONTCAR. */
  POSCAR,
  /** JSON of pymatgen and ASE. */
  JSON;

  /** What a message says about names. */
  static final String KNOWN =
      ".xyz, .extxyz, .cif, .vasp, .poscar, .json, .jsonl, or POSCAR or CONTCAR in the name;"
          + " each with .gz or without";

  private static final List<String> COMPRESSED =
      List.of(".gz", ".bz2", ".xz", ".zst", ".z", ".zip");

  /** Programs and papers about POSCARs are none. */
  private static final Set<String> PROGRAMS =
      Set.of(
          "py", "ipynb", "rb", "pl", "sh", "c", "cpp", "f90", "java", "m", "md", "rst", "html",
          "pdf", "png", "svg", "log", "yaml", "yml", "tar", "tgz");

  private static final int SNIFFED = 1 << 13;

  /** The format that a name says, in any case and with the ending of a compression. */
  static Optional<StructureFormat> ofName(String fileName) {
    return switch (extension(fileName)) {
      case "xyz", "extxyz" -> Optional.of(EXTXYZ);
      case "cif", "mcif" -> Optional.of(CIF);
      case "vasp", "poscar", "contcar" -> Optional.of(POSCAR);
      case "json", "jsonl", "ndjson" -> Optional.of(JSON);
      default -> {
        String name = plain(fileName);
        boolean vasp = name.contains("poscar") || name.contains("contcar");
        yield vasp && !PROGRAMS.contains(extension(fileName))
            ? Optional.of(POSCAR)
            : Optional.empty();
      }
    };
  }

  private static String plain(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    for (String ending : COMPRESSED) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  /** The extension in lower case without its dot, that of a compression left out; else empty. */
  static String extension(String fileName) {
    String name = plain(fileName);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1);
  }

  /** The format that a file's first characters look like. */
  static Optional<StructureFormat> ofContent(InputStream in) throws IOException {
    String text =
        new String(Decompression.open(in).readNBytes(SNIFFED), StandardCharsets.UTF_8).strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      return Optional.of(JSON);
    }
    List<String> lines = new BufferedReader(new StringReader(text)).lines().toList();
    if (lines.stream().anyMatch(l -> l.regionMatches(true, 0, "data_", 0, 5))) {
      return Optional.of(CIF);
    }
    if (!lines.isEmpty() && Numbers.integer(lines.get(0).strip()).isPresent()) {
      return Optional.of(EXTXYZ);
    }
    return isPoscar(lines) ? Optional.of(POSCAR) : Optional.empty();
  }

  private static boolean isPoscar(List<String> lines) {
    return lines.size() > 6
        && startsWithNumbers(lines.get(1), 1)
        && startsWithNumbers(lines.get(2), 3)
        && startsWithNumbers(lines.get(3), 3)
        && startsWithNumbers(lines.get(4), 3);
  }

  private static boolean startsWithNumbers(String line, int count) {
    String[] words = line.strip().split("\\s+", -1);
    boolean numbers = words.length >= count;
    for (int i = 0; numbers && i < count; i++) {
      numbers = Numbers.realOfColumn(words[i]).isPresent();
    }
    return numbers;
  }
}
