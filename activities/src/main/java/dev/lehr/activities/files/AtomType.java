package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Elements;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * An element or hydrogen isotope, as structure files spell it.
 *
 * @param number atomic number
 * @param mass amu, where it is not the standard one: deuterium and tritium
 */
record AtomType(int number, OptionalDouble mass) {

  /** Masses of 2H and 3H: M. Wang et al. (AME2020), Chinese Phys. C 45, 030003 (2021). */
  private static final double DEUTERIUM = 2.01410177784;

  private static final double TRITIUM = 3.01604928132;

  /**
   * The element of a symbol, {@code D} or {@code T}.
   *
   * @throws Malformed {@code unknown_element}
   */
  static AtomType ofSymbol(String symbol, String field) throws Malformed {
    if (symbol.equals("D") || symbol.equals("T")) {
      return new AtomType(1, OptionalDouble.of(symbol.equals("D") ? DEUTERIUM : TRITIUM));
    }
    if (Elements.number(symbol).isEmpty()) {
      String shown = symbol.length() > 3 ? "" : symbol;
      throw new Malformed(
          "unknown_element",
          field,
          Malformed.quoted(symbol),
          "the symbol of an element" + Elements.guess(shown).map(g -> ", perhaps " + g).orElse(""));
    }
    return new AtomType(Elements.require(symbol), OptionalDouble.empty());
  }

  /** An {@code _atom_site_type_symbol}: a symbol in any case, then perhaps a charge. */
  static AtomType ofCifSymbol(String text) throws Malformed {
    int letters = letters(text);
    String rest = text.substring(letters);
    if (!rest.matches("[0-9.]{0,6}[+-]?[0-9.]{0,6}")) {
      throw unknown(text, "_atom_site_type_symbol");
    }
    return ofSymbol(capitalized(text.substring(0, letters)), "_atom_site_type_symbol");
  }

  /**
   * The element that an {@code _atom_site_label} starts with. Two letters of which the second is in
   * lower case are an element; two capitals are one if the first alone is none, and cannot be
   * decided if both are: {@code CA1} is calcium or a carbon named A.
   *
   * @throws Malformed {@code ambiguous_label} or {@code unknown_element}
   */
  static AtomType ofLabel(String label) throws Malformed {
    int letters = letters(label);
    String prefix = label.substring(0, letters);
    if (prefix.equals("Ow") || prefix.equals("Hw")) {
      return ofSymbol(prefix.substring(0, 1), "_atom_site_label");
    }
    if (letters == 0 || (letters > 2 && Character.isLowerCase(prefix.charAt(2)))) {
      throw unknown(label, "_atom_site_label");
    }
    String one = prefix.substring(0, 1).toUpperCase(Locale.ROOT);
    boolean oneIs = isKnown(one);
    if (letters == 1) {
      return ofSymbol(one, "_atom_site_label");
    }
    String two = capitalized(prefix.substring(0, 2));
    boolean twoAre = isKnown(two);
    if (twoAre && (!oneIs || Character.isLowerCase(prefix.charAt(1)))) {
      return ofSymbol(two, "_atom_site_label");
    }
    if (twoAre) {
      throw new Malformed(
          "ambiguous_label",
          "_atom_site_label",
          Malformed.quoted(label) + ", which is " + two + " or a label of " + one,
          "an _atom_site_type_symbol for each atom");
    }
    if (!oneIs || Character.isLowerCase(prefix.charAt(1))) {
      throw unknown(label, "_atom_site_label");
    }
    return ofSymbol(one, "_atom_site_label");
  }

  private static boolean isKnown(String symbol) {
    return symbol.equals("D") || Elements.number(symbol).isPresent();
  }

  private static int letters(String text) {
    int n = 0;
    while (n < text.length() && isLetter(text.charAt(n))) {
      n++;
    }
    return n;
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String capitalized(String symbol) {
    return symbol.isEmpty()
        ? ""
        : symbol.substring(0, 1).toUpperCase(Locale.ROOT)
            + symbol.substring(1).toLowerCase(Locale.ROOT);
  }

  private static Malformed unknown(String text, String field) {
    return new Malformed(
        "unknown_element",
        field,
        Malformed.quoted(text),
        "the symbol of an element, such as Fe or Fe3+");
  }
}
