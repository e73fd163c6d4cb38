package dev.lehr.simulation.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The elements 1 to 118: symbols, names, masses, covalent radii, volumes.
 *
 * <p>Masses are the IUPAC 2016 standard atomic weights (for an interval its conventional value; for
 * elements without a standard weight the longest-lived isotope), amu: J. Meija et al., Pure Appl.
 * Chem. 88, 265 (2016). They are the numbers that ASE uses by default.
 *
 * <p>Covalent radii, angstrom: B. Cordero et al., Dalton Trans. 2832 (2008), 0.2 where the table
 * has none (ASE's convention). Volumes of an atom in the solid, cubic angstrom: from the lattice
 * constants of Ashcroft and Mermin, Solid State Physics (1976) for cubic and hexagonal elements,
 * from the molar volume at room temperature for some others.
 */
public final class Elements {

  /** The largest atomic number known. */
  public static final int MAX = 118;

  private static final String TABLE =
      """
      H Hydrogen 1.008 0.31 -
      He Helium 4.002602 0.28 -
      Li Lithium 6.94 1.28 21.254
      Be Beryllium 9.0121831 0.96 8.148
      B Boron 10.81 0.84 7.290
      C Carbon 12.011 0.76 5.687
      N Nitrogen 14.007 0.71 -
      O Oxygen 15.999 0.66 -
      F Fluorine 18.998403163 0.57 -
      Ne Neon 20.1797 0.58 21.735
      Na Sodium 22.98976928 1.66 37.843
      Mg Magnesium 24.305 1.41 23.260
      Al Aluminium 26.9815385 1.21 16.608
      Si Silicon 28.085 1.11 20.013
      P Phosphorus 30.973761998 1.07 28.262
      S Sulfur 32.06 1.05 25.788
      Cl Chlorine 35.45 1.02 -
      Ar Argon 39.948 1.06 36.383
      K Potassium 39.0983 2.03 71.528
      Ca Calcium 40.078 1.76 43.435
      Sc Scandium 44.955908 1.7 25.031
      Ti Titanium 47.867 1.6 17.653
      V Vanadium 50.9415 1.53 13.772
      Cr Chromium 51.9961 1.39 11.944
      Mn Manganese 54.938044 1.39 12.205
      Fe Iron 55.845 1.32 11.820
      Co Cobalt 58.933194 1.26 11.106
      Ni Nickel 58.6934 1.24 10.904
      Cu Copper 63.546 1.32 11.761
      Zn Zinc 65.38 1.22 15.211
      Ga Gallium 69.723 1.22 19.594
      Ge Germanium 72.63 1.2 22.665
      As Arsenic 74.921595 1.19 21.504
      Se Selenium 78.971 1.2 27.266
      Br Bromine 79.904 1.2 -
      Kr Krypton 83.798 1.16 46.787
      Rb Rubidium 85.4678 2.2 87.338
      Sr Strontium 87.62 1.95 56.189
      Y Yttrium 88.90584 1.9 33.079
      Zr Zirconium 91.224 1.75 23.245
      Nb Niobium 92.90637 1.64 17.968
      Mo Molybdenum 95.95 1.54 15.628
      Tc Technetium 97.90721 1.47 14.288
      Ru Ruthenium 101.07 1.46 13.500
      Rh Rhodium 102.9055 1.42 13.718
      Pd Palladium 106.42 1.39 14.716
      Ag Silver 107.8682 1.45 17.104
      Cd Cadmium 112.414 1.44 21.587
      In Indium 114.818 1.42 26.170
      Sn Tin 118.71 1.39 27.050
      Sb Antimony 121.76 1.39 30.205
      Te Tellurium 127.6 1.38 33.975
      I Iodine 126.90447 1.39 -
      Xe Xenon 131.293 1.4 59.582
      Cs Caesium 132.90545196 2.44 110.723
      Ba Barium 137.327 2.15 63.253
      La Lanthanum 138.90547 2.07 36.969
      Ce Cerium 140.116 2.04 34.347
      Pr Praseodymium 140.90766 2.03 34.546
      Nd Neodymium 144.242 2.01 34.265
      Pm Promethium 144.91276 1.99 -
      Sm Samarium 150.36 1.98 33.178
      Eu Europium 151.964 1.98 48.986
      Gd Gadolinium 157.25 1.96 33.163
      Tb Terbium 158.92535 1.94 31.940
      Dy Dysprosium 162.5 1.92 31.515
      Ho Holmium 164.93033 1.92 31.192
      Er Erbium 167.259 1.89 30.673
      Tm Thulium 168.93422 1.9 30.159
      Yb Ytterbium 173.054 1.87 41.367
      Lu Lutetium 174.9668 1.87 29.679
      Hf Hafnium 178.49 1.75 22.447
      Ta Tantalum 180.94788 1.7 18.132
      W Tungsten 183.84 1.62 15.777
      Re Rhenium 186.207 1.51 14.703
      Os Osmium 190.23 1.44 14.065
      Ir Iridium 192.217 1.41 14.156
      Pt Platinum 195.084 1.36 15.059
      Au Gold 196.966569 1.36 16.979
      Hg Mercury 200.592 1.32 23.397
      Tl Thallium 204.38 1.45 28.680
      Pb Lead 207.2 1.46 30.322
      Bi Bismuth 208.9804 1.48 35.386
      Po Polonium 208.98243 1.4 38.143
      At Astatine 209.98715 1.5 -
      Rn Radon 222.01758 1.5 -
      Fr Francium 223.01974 2.6 -
      Ra Radium 226.02541 2.21 -
      Ac Actinium 227.02775 2.15 37.430
      Th Thorium 232.0377 2.06 32.774
      Pa Protactinium 231.03588 2.0 25.207
      U Uranium 238.02891 1.96 20.740
      Np Neptunium 237.04817 1.9 19.246
      Pu Plutonium 244.06421 1.87 20.408
      Am Americium 243.06138 1.8 -
      Cm Curium 247.07035 1.69 -
      Bk Berkelium 247.07031 2.0 -
      Cf Californium 251.07959 2.0 -
      Es Einsteinium 252.083 2.0 -
      Fm Fermium 257.09511 2.0 -
      Md Mendelevium 258.09843 2.0 -
      No Nobelium 259.101 2.0 -
      Lr Lawrencium 262.11 2.0 -
      Rf Rutherfordium 267.122 2.0 -
      Db Dubnium 268.126 2.0 -
      Sg Seaborgium 271.134 2.0 -
      Bh Bohrium 270.133 2.0 -
      Hs Hassium 269.1338 2.0 -
      Mt Meitnerium 278.156 2.0 -
      Ds Darmastadtium 281.165 2.0 -
      Rg Roentgenium 281.166 2.0 -
      Cn Copernicium 285.177 2.0 -
      Nh Nihonium 286.182 2.0 -
      Fl Flerovium 289.19 2.0 -
      Mc Moscovium 289.194 2.0 -
      Lv Livermorium 293.204 2.0 -
      Ts Tennessine 293.208 2.0 -
      Og Oganesson 294.214 2.0 -
      """;

  private static final String[] SYMBOLS = new String[MAX + 1];
  private static final String[] NAMES = new String[MAX + 1];
  private static final double[] MASSES = new double[MAX + 1];
  private static final double[] RADII = new double[MAX + 1];
  private static final double[] VOLUMES = new double[MAX + 1];
  private static final Map<String, Integer> BY_SYMBOL = new HashMap<>();

  static {
    int z = 0;
    for (String line : TABLE.lines().toList()) {
      List<String> field = List.of(line.strip().split(" "));
      z++;
      SYMBOLS[z] = field.get(0);
      NAMES[z] = field.get(1);
      MASSES[z] = Double.parseDouble(field.get(2));
      RADII[z] = Double.parseDouble(field.get(3));
      VOLUMES[z] = field.get(4).equals("-") ? Double.NaN : Double.parseDouble(field.get(4));
      BY_SYMBOL.put(SYMBOLS[z], z);
    }
  }

  private Elements() {}

  /** Whether there is an element of this number. */
  public static boolean isKnown(int number) {
    return number >= 1 && number <= MAX;
  }

  /**
   * The symbol of an atomic number.
   *
   * @throws IllegalArgumentException where there is no such element
   */
  public static String symbol(int number) {
    return SYMBOLS[checked(number)];
  }

  /** The English name of an element, as IUPAC spells it. */
  public static String name(int number) {
    return NAMES[checked(number)];
  }

  /** Standard atomic mass, amu. */
  public static double mass(int number) {
    return MASSES[checked(number)];
  }

  /** Covalent radius, angstrom. */
  public static double covalentRadius(int number) {
    return RADII[checked(number)];
  }

  /** Volume of an atom in the solid, cubic angstrom; empty where the table has none. */
  public static OptionalDouble atomicVolume(int number) {
    double volume = VOLUMES[checked(number)];
    return Double.isNaN(volume) ? OptionalDouble.empty() : OptionalDouble.of(volume);
  }

  /** The atomic number of a symbol. Upper and lower case are taken as equal, as ASE does. */
  public static OptionalInt number(String symbol) {
    Integer z = BY_SYMBOL.get(capitalised(symbol));
    return z == null ? OptionalInt.empty() : OptionalInt.of(z);
  }

  /**
   * The atomic number of a symbol.
   *
   * @throws IllegalArgumentException where there is no such element, with a guess at what was meant
   */
  public static int require(String symbol) {
    return number(symbol)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown element '"
                        + symbol
                        + "'"
                        + guess(symbol).map(g -> ", did you mean '" + g + "'?").orElse("")));
  }

  /**
   * The symbol that was probably meant: a label without its number ({@code Fe1}), an English name,
   * an atomic number, an isotope of hydrogen, or the symbol that begins the word.
   */
  public static Optional<String> guess(String unknown) {
    String word = unknown.strip();
    if (word.matches("[0-9]{1,3}")) {
      int z = Integer.parseInt(word);
      return isKnown(z) ? Optional.of(symbol(z)) : Optional.empty();
    }
    for (int z = 1; z <= MAX; z++) {
      if (NAMES[z].equalsIgnoreCase(word)) {
        return Optional.of(SYMBOLS[z]);
      }
    }
    if (word.equalsIgnoreCase("D") || word.equalsIgnoreCase("T")) {
      return Optional.of("H");
    }
    String letters = word.replaceAll("[^A-Za-z].*$", "");
    for (int length = Math.min(2, letters.length()); length >= 1; length--) {
      String candidate = capitalised(letters.substring(0, length));
      if (BY_SYMBOL.containsKey(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** All symbols in the order of their numbers. */
  public static List<String> symbols() {
    List<String> all = new ArrayList<>(MAX);
    for (int z = 1; z <= MAX; z++) {
      all.add(SYMBOLS[z]);
    }
    return all;
  }

  private static String capitalised(String symbol) {
    return symbol.isEmpty()
        ? symbol
        : symbol.substring(0, 1).toUpperCase(Locale.ROOT)
            + symbol.substring(1).toLowerCase(Locale.ROOT);
  }

  private static int checked(int number) {
    if (!isKnown(number)) {
      throw new IllegalArgumentException(
          "no element has atomic number " + number + "; expected 1 to " + MAX);
    }
    return number;
  }
}
