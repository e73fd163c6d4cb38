package dev.lehr.activities.citations;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbibtex.BibTeXEntry;
import org.jbibtex.Key;
import org.jbibtex.LaTeXParser;
import org.jbibtex.LaTeXPrinter;
import org.jbibtex.ParseException;
import org.jbibtex.Value;

/** An entry of a bibliography as a line for people. */
final class PlainText {

  /** More authors than these are "et al.". */
  private static final int AUTHORS = 4;

  private PlainText() {}

  static String of(BibTeXEntry entry) throws ParseException {
    List<String> parts = new ArrayList<>();
    parts.add(authors(field(entry, BibTeXEntry.KEY_AUTHOR)));
    parts.add(field(entry, BibTeXEntry.KEY_TITLE));
    parts.add(place(entry));
    parts.add(field(entry, BibTeXEntry.KEY_NOTE));
    parts.add(field(entry, BibTeXEntry.KEY_URL));
    parts.removeIf(String::isEmpty);
    String year = field(entry, BibTeXEntry.KEY_YEAR);
    return String.join(", ", parts) + (year.isEmpty() ? "" : " (" + year + ")");
  }

  private static String place(BibTeXEntry entry) throws ParseException {
    List<String> parts = new ArrayList<>();
    parts.add(
        field(entry, BibTeXEntry.KEY_JOURNAL)
            + field(entry, BibTeXEntry.KEY_BOOKTITLE)
            + field(entry, BibTeXEntry.KEY_PUBLISHER));
    parts.add(field(entry, BibTeXEntry.KEY_VOLUME));
    parts.removeIf(String::isEmpty);
    String where = String.join(" ", parts);
    String pages = field(entry, BibTeXEntry.KEY_PAGES);
    String eprint = field(entry, BibTeXEntry.KEY_EPRINT);
    List<String> all = new ArrayList<>(List.of(where, pages));
    all.add(eprint.isEmpty() ? "" : "arXiv:" + eprint);
    all.removeIf(String::isEmpty);
    return String.join(", ", all);
  }

  /** "Family, Given and Family, Given" as "G. Family, G. Family". */
  private static String authors(String field) {
    List<String> names = Arrays.asList(field.split(" and ", -1));
    List<String> shown = names.stream().limit(AUTHORS).map(PlainText::author).toList();
    boolean more = names.size() > AUTHORS || names.contains("others");
    return String.join(", ", shown) + (more ? " et al." : "");
  }

  private static String author(String name) {
    int comma = name.indexOf(',');
    if (comma < 0) {
      return name;
    }
    StringBuilder initials = new StringBuilder();
    for (String given : name.substring(comma + 1).strip().split("\\s+", -1)) {
      initials.append(given.charAt(0)).append(". ");
    }
    return initials + name.substring(0, comma);
  }

  private static String field(BibTeXEntry entry, Key key) throws ParseException {
    Value value = entry.getField(key);
    if (value == null) {
      return "";
    }
    String latex = value.toUserString();
    String plain =
        latex.indexOf('\\') >= 0 || latex.indexOf('{') >= 0
            ? new LaTeXPrinter().print(new LaTeXParser().parse(new StringReader(latex)))
            : latex;
    return plain
        .replace("---", "\u2014")
        .replace("--", "\u2013")
        .replace("``", "\u201c")
        .replace("''", "\u201d")
        .strip();
  }
}
