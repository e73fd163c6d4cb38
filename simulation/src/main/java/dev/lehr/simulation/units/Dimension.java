package dev.lehr.simulation.units;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a quantity measures, with the units that may be written for it. */
public enum Dimension {
  /** Energy; bare numbers are eV. */
  ENERGY("energy", "eV") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("eV", 1.0);
      u.put("meV", 1e-3);
      u.put("kJ/mol", Units.KJ_PER_MOL);
      u.put("kcal/mol", 4.184 * Units.KJ_PER_MOL);
      u.put("Ry", Units.RYDBERG);
      u.put("Ha", 2 * Units.RYDBERG);
    }
  },
  /** Length; bare numbers are angstrom. */
  LENGTH("length", "angstrom") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("angstrom", 1.0);
      u.put("Ang", 1.0);
      u.put("nm", Units.NM);
      u.put("pm", 0.01);
    }
  },
  /** Force; bare numbers are eV/angstrom. */
  FORCE("force", "eV/angstrom") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("eV/angstrom", 1.0);
      u.put("eV/Ang", 1.0);
      u.put("meV/angstrom", 1e-3);
      u.put("meV/Ang", 1e-3);
      u.put("eV/nm", 1 / Units.NM);
    }
  },
  /** Pressure or stress; bare numbers are GPa, internally eV/angstrom^3. */
  PRESSURE("pressure", "GPa") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("GPa", Units.GPA);
      u.put("MPa", 1e6 * Units.PA);
      u.put("kPa", 1e3 * Units.PA);
      u.put("Pa", Units.PA);
      u.put("bar", Units.BAR);
      u.put("kbar", 1e3 * Units.BAR);
      u.put("atm", Units.ATM);
      u.put("eV/angstrom^3", 1.0);
      u.put("eV/Ang^3", 1.0);
    }
  },
  /** Compressibility; bare numbers are 1/GPa, internally angstrom^3/eV. */
  COMPRESSIBILITY("compressibility", "1/GPa") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("1/GPa", 1 / Units.GPA);
      u.put("/GPa", 1 / Units.GPA);
      u.put("1/MPa", 1 / (1e6 * Units.PA));
      u.put("/MPa", 1 / (1e6 * Units.PA));
      u.put("1/kbar", 1 / (1e3 * Units.BAR));
      u.put("/kbar", 1 / (1e3 * Units.BAR));
      u.put("1/bar", 1 / Units.BAR);
      u.put("/bar", 1 / Units.BAR);
      u.put("1/Pa", 1 / Units.PA);
      u.put("/Pa", 1 / Units.PA);
      u.put("angstrom^3/eV", 1.0);
      u.put("Ang^3/eV", 1.0);
    }
  },
  /** Time; bare numbers are fs, internally angstrom sqrt(amu/eV). */
  TIME("time", "fs") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("fs", Units.FS);
      u.put("ps", Units.PS);
      u.put("ns", 1e3 * Units.PS);
    }
  },
  /** Time on the wall clock; bare numbers are seconds, internally too. */
  WALL_TIME("time on the clock", "s") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("s", 1.0);
      u.put("min", 60.0);
      u.put("h", 3600.0);
      u.put("d", 86400.0);
    }
  },
  /** Temperature; bare numbers are K. */
  TEMPERATURE("temperature", "K") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("K", 1.0);
    }
  },
  /** Computer memory; bare numbers are bytes. */
  MEMORY("memory", "B") {
    @Override
    void fill(Map<String, Double> u) {
      u.put("B", 1.0);
      u.put("kB", 1e3);
      u.put("MB", 1e6);
      u.put("GB", 1e9);
      u.put("KiB", 0x1p10);
      u.put("MiB", 0x1p20);
      u.put("GiB", 0x1p30);
    }
  };

  private final String word;
  private final String defaultUnit;

  Dimension(String word, String defaultUnit) {
    this.word = word;
    this.defaultUnit = defaultUnit;
  }

  abstract void fill(Map<String, Double> u);

  /** The dimension in a word, for messages. */
  public String word() {
    return word;
  }

  /** The unit of a bare number. */
  public String defaultUnit() {
    return defaultUnit;
  }

  /** The accepted units, each with its value in internal units. */
  public Map<String, Double> units() {
    Map<String, Double> map = new LinkedHashMap<>();
    fill(map);
    return Collections.unmodifiableMap(map);
  }
}
