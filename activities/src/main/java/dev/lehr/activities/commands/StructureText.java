package dev.lehr.activities.commands;

import dev.lehr.activities.files.CifWriter;
import dev.lehr.activities.files.ComputedProperties;
import dev.lehr.activities.files.ExtxyzWriter;
import dev.lehr.activities.files.PoscarWriter;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Formats in which a structure is given to a program. */
public enum StructureText {
  /** VASP's. */
  POSCAR,
  /** Extended XYZ. */
  EXTXYZ,
  /** CIF, space group P 1. */
  CIF;

  /** The word in campaign files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Map<String, StructureText> words() {
    Map<String, StructureText> words = new LinkedHashMap<>();
    for (StructureText format : values()) {
      words.put(format.word(), format);
    }
    return Collections.unmodifiableMap(words);
  }

  /**
   * The structure as text.
   *
   * @throws IllegalArgumentException where the format cannot hold it
   */
  public String of(Structure s) {
    return switch (this) {
      case POSCAR -> PoscarWriter.text(s);
      case CIF -> CifWriter.text(s);
      case EXTXYZ -> {
        StringBuilder text = new StringBuilder();
        try {
          new ExtxyzWriter(text).write(s, ComputedProperties.none());
        } catch (IOException e) {
          throw new IllegalStateException("a text in memory cannot be written", e);
        }
        yield text.toString();
      }
    };
  }
}
