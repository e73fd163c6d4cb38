package dev.lehr.activities.files;

import dev.lehr.activities.files.StarLexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The symmetry operations of a data block. They are taken from the block alone: of a space group
 * that is only named there may be several settings, so that is refused, P1 excepted. What is there
 * must be a whole group with the centring that its symbol names, since a list that was cut short
 * would make another crystal of it without a word.
 */
final class CifSymmetry {

  private static final List<String> NAMES =
      List.of(
          "_space_group_name_h-m_alt",
          "_space_group_name_h-m_ref",
          "_space_group_name_h-m_full",
          "_symmetry_space_group_name_h-m",
          "_space_group_name_hall",
          "_symmetry_space_group_name_hall");
  private static final List<String> NUMBERS =
      List.of("_space_group_it_number", "_symmetry_int_tables_number");

  private CifSymmetry() {}

  /**
   * All operations, the identity among them.
   *
   * @throws Malformed {@code no_symmetry_operations}, {@code bad_symmetry_operation}, {@code
   *     incomplete_symmetry}, {@code magnetic_symmetry} or {@code modulated_structure}
   */
  static List<SymmetryOperation> of(CifBlock block) throws Malformed {
    refuseOthers(block);
    List<Token> texts = block.all(CifTags.SYMOP);
    if (texts.isEmpty() || texts.get(0).isNone()) {
      texts = block.all(CifTags.SYMOP_OLD);
    }
    if (texts.isEmpty() || texts.get(0).isNone()) {
      return onlyIdentity(block);
    }
    List<SymmetryOperation> operations = parsed(joined(texts));
    checkGroup(operations, texts.get(0).line());
    checkCentring(block, operations, texts.get(0).line());
    return operations;
  }

  private static void refuseOthers(CifBlock block) throws Malformed {
    Optional<Token> modulation = block.one("_cell_modulation_dimension");
    if (modulation.isPresent() && !modulation.get().text().equals("0")) {
      throw new Malformed(
          "modulated_structure",
          "_cell_modulation_dimension",
          Malformed.quoted(modulation.get().text()),
          "a structure that is periodic in three dimensions",
          modulation.get().line());
    }
    if (block.has(CifTags.MAGNETIC_SYMOP)
        && !block.has(CifTags.SYMOP)
        && !block.has(CifTags.SYMOP_OLD)) {
      throw new Malformed(
          "magnetic_symmetry",
          CifTags.MAGNETIC_SYMOP,
          "operations of a magnetic space group",
          CifTags.SYMOP);
    }
  }

  private static List<SymmetryOperation> onlyIdentity(CifBlock block) throws Malformed {
    for (String tag : NUMBERS) {
      Optional<Token> number = block.one(tag);
      if (number.isPresent() && !number.get().text().strip().equals("1")) {
        throw noOperations(tag, number.get());
      }
    }
    for (String tag : NAMES) {
      Optional<Token> name = block.one(tag);
      if (name.isPresent() && !name.get().text().replaceAll("[\\s_]", "").matches("(?i)P1|")) {
        throw noOperations(tag, name.get());
      }
    }
    return List.of(SymmetryOperation.identity());
  }

  private static Malformed noOperations(String tag, Token value) {
    return new Malformed(
        "no_symmetry_operations",
        tag,
        Malformed.quoted(value.text()) + " without symmetry operations",
        "a loop of " + CifTags.SYMOP + " (or " + CifTags.SYMOP_OLD + "), or the space group P 1",
        value.line());
  }

  /** Puts together operations that stand without quotes on a line and have blanks in them. */
  private static List<Token> joined(List<Token> texts) {
    List<Token> whole = new ArrayList<>();
    for (Token t : texts) {
      Token last = whole.isEmpty() ? null : whole.get(whole.size() - 1);
      if (last != null && last.bare() && t.bare() && last.line() == t.line()) {
        String text = last.text().length() > 200 ? last.text() : last.text() + " " + t.text();
        whole.set(whole.size() - 1, new Token(t.kind(), text, true, t.line()));
      } else {
        whole.add(t);
      }
    }
    return whole;
  }

  private static List<SymmetryOperation> parsed(List<Token> texts) throws Malformed {
    if (texts.size() > ReadLimits.OPERATIONS) {
      throw new Malformed(
          "bad_symmetry_operation",
          CifTags.SYMOP,
          texts.size() + " operations",
          "at most " + ReadLimits.OPERATIONS,
          texts.get(0).line());
    }
    List<SymmetryOperation> operations = new ArrayList<>();
    for (Token t : texts) {
      Optional<SymmetryOperation> operation =
          t.text().length() > 200 ? Optional.empty() : SymmetryOperation.parse(t.text());
      operations.add(
          operation.orElseThrow(
              () ->
                  new Malformed(
                      "bad_symmetry_operation",
                      CifTags.SYMOP,
                      Malformed.quoted(t.text()),
                      "an operation such as -x+1/2, y, z",
                      t.line())));
    }
    return operations;
  }

  private static void checkGroup(List<SymmetryOperation> operations, long line) throws Malformed {
    Map<String, List<SymmetryOperation>> byRotation = new HashMap<>();
    for (SymmetryOperation o : operations) {
      byRotation.computeIfAbsent(key(o), k -> new ArrayList<>()).add(o);
    }
    if (!isAmong(SymmetryOperation.identity(), byRotation)) {
      throw incomplete("operations without x, y, z", "the identity among them", line);
    }
    for (SymmetryOperation a : operations) {
      for (SymmetryOperation b : operations) {
        if (!isAmong(a.after(b), byRotation)) {
          throw incomplete(
              operations.size() + " operations that are no group: two of them make another one",
              "all operations of the space group",
              line);
        }
      }
    }
  }

  private static String key(SymmetryOperation o) {
    return java.util.Arrays.toString(o.rotation());
  }

  private static boolean isAmong(
      SymmetryOperation o, Map<String, List<SymmetryOperation>> byRotation) {
    return byRotation.getOrDefault(key(o), List.of()).stream().anyMatch(o::sameAs);
  }

  /** A symbol that starts with F, I, A, B or C promises translations. */
  private static void checkCentring(CifBlock block, List<SymmetryOperation> operations, long line)
      throws Malformed {
    Optional<Token> name =
        NAMES.subList(0, 4).stream().map(block::one).flatMap(Optional::stream).findFirst();
    String symbol = name.map(t -> t.text().strip()).orElse("");
    double[][] centring =
        switch (symbol.isEmpty() ? 'P' : symbol.charAt(0)) {
          case 'A' -> new double[][] {{0, 0.5, 0.5}};
          case 'B' -> new double[][] {{0.5, 0, 0.5}};
          case 'C' -> new double[][] {{0.5, 0.5, 0}};
          case 'I' -> new double[][] {{0.5, 0.5, 0.5}};
          case 'F' -> new double[][] {{0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};
          default -> new double[0][];
        };
    for (double[] t : centring) {
      if (operations.stream().noneMatch(o -> o.hasNoRotation() && o.isTranslation(t))) {
        throw incomplete(
            "no translation by " + t[0] + ", " + t[1] + ", " + t[2] + " among the operations",
            "it for the space group " + Malformed.quoted(symbol),
            line);
      }
    }
  }

  private static Malformed incomplete(String found, String expected, long line) {
    return new Malformed("incomplete_symmetry", CifTags.SYMOP, found, expected, line);
  }
}
