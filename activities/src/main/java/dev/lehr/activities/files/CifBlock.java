package dev.lehr.activities.files;

import dev.lehr.activities.files.StarLexer.Kind;
import dev.lehr.activities.files.StarLexer.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data block of a CIF: its single items, and of its loops the columns that a structure is made
 * of. Of other loops (reflections, bonds, powder profiles) the first row alone is held.
 */
final class CifBlock {

  private static final Set<String> LOOPED =
      Set.of(
          CifTags.SYMOP_OLD,
          CifTags.SYMOP,
          CifTags.MAGNETIC_SYMOP,
          "_atom_site_label",
          "_atom_site_type_symbol",
          "_atom_site_fract_x",
          "_atom_site_fract_y",
          "_atom_site_fract_z",
          "_atom_site_cartn_x",
          "_atom_site_cartn_y",
          "_atom_site_cartn_z",
          "_atom_site_occupancy",
          "_atom_site_disorder_group",
          "_atom_site_calc_flag",
          "_atom_site_attached_hydrogens",
          "_atom_site_group_pdb",
          "_atom_site_label_atom_id",
          "_atom_site_label_comp_id");

  private final String name;
  private final long line;
  private final Map<String, List<Token>> values = new HashMap<>();
  private int kept;

  CifBlock(String name, long line) {
    this.name = name;
    this.line = line;
  }

  String name() {
    return name;
  }

  long line() {
    return line;
  }

  boolean has(String tag) {
    return values.containsKey(tag);
  }

  /** All values of a tag; empty where it is not there. */
  List<Token> all(String tag) {
    return values.getOrDefault(tag, List.of());
  }

  /** The first value of a tag, where there is one and it is neither {@code ?} nor {@code .}. */
  Optional<Token> one(String tag) {
    return all(tag).stream().findFirst().filter(t -> !t.isNone());
  }

  /** Whether it says where atoms are, or at least that there are some. */
  boolean hasStructure() {
    return has("_atom_site_fract_x")
        || has("_atom_site_cartn_x")
        || has("_atom_site_label")
        || has("_atom_site_type_symbol");
  }

  /**
   * Reads items up to the next block.
   *
   * @return the word after them: a block's name, or the end
   */
  Token read(StarLexer lexer) throws IOException, Malformed {
    Token t = lexer.next();
    boolean inSaveFrame = false;
    while (t.kind() != Kind.DATA && t.kind() != Kind.END) {
      if (t.kind() == Kind.SAVE) {
        inSaveFrame = !t.text().isEmpty();
        t = lexer.next();
      } else if (t.kind() == Kind.LOOP) {
        t = loop(lexer, !inSaveFrame);
      } else if (t.kind() == Kind.TAG) {
        t = item(t, lexer, !inSaveFrame);
      } else if (t.kind() == Kind.VALUE) {
        throw new Malformed(
            "malformed_cif",
            "data block",
            "a value " + Malformed.quoted(t.text()) + " without a tag",
            "a tag or loop_",
            t.line());
      } else {
        t = lexer.next();
      }
    }
    return t;
  }

  /** A tag and its value. What stands behind it on the line without quotes is part of it. */
  private Token item(Token tag, StarLexer lexer, boolean keep) throws IOException, Malformed {
    Token value = lexer.next();
    if (value.kind() != Kind.VALUE) {
      return value;
    }
    Token after = lexer.next();
    StringBuilder text = new StringBuilder(value.text());
    boolean more = false;
    while (after.kind() == Kind.VALUE && value.bare() && after.line() == value.line()) {
      text.append(' ').append(after.text());
      more = true;
      after = lexer.next();
    }
    if (keep) {
      Token whole = more ? new Token(Kind.VALUE, text.toString(), true, value.line()) : value;
      put(tag, new ArrayList<>(List.of(whole)));
    }
    return after;
  }

  private void put(Token tag, List<Token> column) throws Malformed {
    kept += column.size();
    checkKept(tag.line());
    List<Token> before = values.putIfAbsent(tag.text(), column);
    if (before != null && !sameTexts(before, column)) {
      if (CifTags.MATTERS.test(tag.text())) {
        throw new Malformed(
            "duplicate_tag", tag.text(), "the tag twice", "each tag once in a block", tag.line());
      }
    }
  }

  private static boolean sameTexts(List<Token> a, List<Token> b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = a.get(i).text().equals(b.get(i).text());
    }
    return same;
  }

  private void checkKept(long where) throws Malformed {
    if (kept > ReadLimits.CIF_VALUES) {
      throw new Malformed(
          "too_large",
          "data block",
          "more than " + ReadLimits.CIF_VALUES + " values",
          "a smaller structure",
          where);
    }
  }

  private Token loop(StarLexer lexer, boolean keep) throws IOException, Malformed {
    List<Token> tags = new ArrayList<>();
    List<List<Token>> columns = new ArrayList<>();
    Token t = lexer.next();
    long start = t.line();
    for (; t.kind() == Kind.TAG; t = lexer.next()) {
      tags.add(t);
      columns.add(new ArrayList<>());
    }
    long count = 0;
    for (; t.kind() == Kind.VALUE; t = lexer.next()) {
      int column = tags.isEmpty() ? 0 : (int) (count % tags.size());
      count++;
      boolean first = count <= tags.size();
      if (keep && !tags.isEmpty() && (first || LOOPED.contains(tags.get(column).text()))) {
        columns.get(column).add(t);
        kept++;
        checkKept(t.line());
      }
    }
    if (keep) {
      keepLoop(tags, columns, count, start);
    }
    return t;
  }

  private void keepLoop(List<Token> tags, List<List<Token>> columns, long count, long start)
      throws Malformed {
    boolean wanted = tags.stream().anyMatch(t -> LOOPED.contains(t.text()));
    if (wanted && count % tags.size() != 0) {
      throw new Malformed(
          "malformed_cif",
          tags.get(0).text(),
          count + " values in a loop of " + tags.size() + " tags",
          "a multiple of " + tags.size(),
          start);
    }
    for (int i = 0; i < tags.size(); i++) {
      kept -= columns.get(i).size();
      put(tags.get(i), columns.get(i));
    }
  }
}
