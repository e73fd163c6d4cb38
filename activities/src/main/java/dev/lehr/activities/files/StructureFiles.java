package dev.lehr.activities.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens files of structures of any format that is known. */
public final class StructureFiles {

  private StructureFiles() {}

  /**
   * A reader of a file. What the file is, its name says; where the name has no extension, its start
   * does.
   *
   * @param name the file's name in ids, sources and problems
   * @param idField the key that every structure has its id in; empty: {@code id} where it is there,
   *     else file and frame
   * @throws IOException where the file cannot be opened, or is of no format that is known
   */
  public static StructureReader open(Path file, String name, Optional<String> idField)
      throws IOException {
    StructureFormat format = format(file);
    InputStream in = Files.newInputStream(file);
    try {
      return reader(format, in, name, idField);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Whether a file's name says a format that is read, or leaves it to the file's start. */
  public static boolean isKnown(String fileName) {
    return StructureFormat.ofName(fileName).isPresent()
        || StructureFormat.extension(fileName).isEmpty();
  }

  static StructureReader reader(
      StructureFormat format, InputStream in, String name, Optional<String> idField)
      throws IOException {
    return switch (format) {
      case EXTXYZ -> new ExtxyzReader(in, name, idField);
      case CIF -> new CifReader(in, name, idField);
      case POSCAR -> new PoscarReader(in, name, idField);
      case JSON -> new JsonStructureReader(in, name, idField);
    };
  }

  private static StructureFormat format(Path file) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    Optional<StructureFormat> named = StructureFormat.ofName(fileName);
    if (named.isPresent()) {
      return named.get();
    }
    String extension = StructureFormat.extension(fileName);
    if (!extension.isEmpty()) {
      throw new UnknownFormatException("a file with the extension ." + extension);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return StructureFormat.ofContent(in)
          .orElseThrow(
              () -> new UnknownFormatException("a file without an extension, of unknown content"));
    }
  }
}
