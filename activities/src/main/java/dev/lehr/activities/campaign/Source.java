package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/**
 * Where structures of a {@link Campaign} that is written in Java come from. Immutable, as {@link
 * Stage}.
 */
public final class Source {

  private final ObjectNode node;

  private Source(ObjectNode node) {
    this.node = node;
  }

  /** A file, directory or glob, relative to the campaign's folder. */
  public static Source files(String path) {
    return new Source(Settings.empty().put("path", path));
  }

  /** Crystal structure types such as {@code A1} and {@code L1_2}, in all decorations. */
  public static Source prototypes(List<String> types, List<String> elements) {
    return new Source(Settings.empty()).set("prototypes", types).set("elements", elements);
  }

  /**
   * Random clusters.
   *
   * @param distance of neighbours, angstrom
   * @param sizes numbers of atoms
   */
  public static Source clusters(String element, double distance, int... sizes) {
    return new Source(Settings.empty())
        .set("clusters", Arrays.stream(sizes).boxed().toList())
        .set("element", element)
        .set("distance", distance);
  }

  /**
   * Any key of the source, for example {@code volumes}, {@code supercell} or {@code id_field}.
   *
   * @param value a number, text, truth, or a list of these
   */
  public Source set(String key, Object value) {
    return new Source(Settings.with(node, key, value));
  }

  ObjectNode node() {
    return node.deepCopy();
  }
}
