package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.structure.StructureChecks;
import dev.lehr.simulation.structure.StructureProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/** Counts the structures of a file and makes answers of them: ids, sources, problems. */
final class Frames {

  private final String file;
  private final Optional<String> idField;
  private long frame = -1;
  private boolean answered;

  /**
   * Starts before the first structure.
   *
   * @param file the file's name in ids, sources and problems
   * @param idField the info key that every structure has its id in; empty: {@code id} where it is
   *     there, else file and frame
   */
  Frames(String file, Optional<String> idField) {
    this.file = file;
    this.idField = idField;
  }

  /** Goes on to the next structure. */
  void begin() {
    frame++;
    answered = false;
  }

  /** Whether there was any structure. */
  boolean any() {
    return frame >= 0;
  }

  /** File and frame: the source, and the id of what has none. */
  String source() {
    return file + "#" + Math.max(frame, 0);
  }

  /** The id that info gives, or file and frame. */
  String id(Map<String, Object> info) throws Malformed {
    return id(info, idField).orElseGet(this::source);
  }

  static Optional<String> id(Map<String, Object> info, Optional<String> idField) throws Malformed {
    String key = idField.orElse(ExtxyzReader.DEFAULT_ID_FIELD);
    Object value = info.get(key);
    if (value == null) {
      if (idField.isPresent()) {
        throw new Malformed("missing_id", key, "no such key", "the id of the structure");
      }
      return Optional.empty();
    }
    boolean scalar = value instanceof String || value instanceof Long || value instanceof Double;
    if (!scalar || value.toString().isBlank()) {
      throw new Malformed(
          "bad_id", key, Malformed.quoted(InfoText.format(key, value)), "a word or a number");
    }
    return Optional.of(value.toString());
  }

  ReadResult rejected(String id, long line, List<Malformed> why) {
    List<FileProblem> problems =
        why.stream().map(e -> e.at(file, Math.max(frame, 0), line)).toList();
    answered = true;
    return new ReadResult.Rejected(id, source(), problems);
  }

  ReadResult rejected(long line, Malformed why) {
    return rejected(source(), line, List.of(why));
  }

  /** The file cannot be read any further, be it within a structure or after one. */
  ReadResult ended(long line, Malformed why) {
    if (answered) {
      begin();
    }
    return rejected(line, why);
  }

  /** The file cannot be read any further. */
  ReadResult unreadable(long line, IOException e) {
    return ended(line, unreadable(e));
  }

  /** Why a file cannot be read. */
  static Malformed unreadable(IOException e) {
    String found = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof TooLargeException large) {
      return new Malformed("too_large", "file", found, large.expected());
    }
    if (e instanceof UnreadCompressionException) {
      return new Malformed(
          "unread_compression", "file", found, "one that is not compressed, or by gzip");
    }
    if (e instanceof UnknownFormatException) {
      return new Malformed("unknown_format", "file", found, StructureFormat.KNOWN);
    }
    return new Malformed("unreadable", "file", found, "a readable file");
  }

  /**
   * A structure, if it is sound.
   *
   * @param whole the line that a problem of the whole structure is named on, from 1
   * @param lineOfAtom where an atom is
   * @param start the line on which it starts
   */
  ReadResult checked(Structure s, long whole, IntToLongFunction lineOfAtom, long start) {
    List<FileProblem> problems = new ArrayList<>();
    for (StructureProblem p : StructureChecks.check(s)) {
      long where = p.atom() >= 0 ? lineOfAtom.applyAsLong(p.atom()) : whole;
      problems.add(
          new FileProblem(p.reason(), file, frame, where, p.field(), p.found(), p.expected()));
    }
    answered = true;
    return problems.isEmpty()
        ? new ReadResult.Read(s, start)
        : new ReadResult.Rejected(s.id(), s.source(), problems);
  }
}
