package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A stage of a {@link Campaign} that is written in Java. Immutable: each method answers another
 * stage. Keys and values are those of campaign files; numbers without a unit are eV, angstrom,
 * eV/angstrom, GPa and fs, and texts such as {@code "5 meV/A"} carry one.
 */
public final class Stage {

  private final ObjectNode node;

  private Stage(ObjectNode node) {
    this.node = node;
  }

  /**
   * A stage of any kind, also of a plugin's.
   *
   * @param id unique in the campaign
   * @param kind as in campaign files, for example {@code eos}
   */
  public static Stage of(String id, String kind) {
    return new Stage(Settings.empty().put("id", id).put("kind", kind));
  }

  /** A relaxation. */
  public static Stage relax(String id) {
    return of(id, "relax");
  }

  /** One evaluation: energy, forces and stress of structures as they come. */
  public static Stage singlePoint(String id) {
    return of(id, "static");
  }

  /** Molecular dynamics. */
  public static Stage md(String id) {
    return of(id, "md");
  }

  /** Structures that make an expression true. */
  public static Stage filter(String id, String where) {
    return of(id, "filter").set("where", where);
  }

  /** The stages that have to be done before; without any it follows the one above it. */
  public Stage after(String... stages) {
    return set("after", java.util.List.of(stages));
  }

  /** The stage is only for structures that make an expression true. */
  public Stage when(String condition) {
    return set("when", condition);
  }

  /** What a failure means for what comes later: {@code skip}, {@code continue} or {@code fail}. */
  public Stage onFailure(String what) {
    return set("on_failure", what);
  }

  /** How often a failure is tried again. */
  public Stage retries(int times) {
    return set("retries", times);
  }

  /** Above the campaign's priority. */
  public Stage priority(int priority) {
    return set("priority", priority);
  }

  /** Whether results are remembered, and remembered ones are taken. */
  public Stage cache(boolean on) {
    return set("cache", on);
  }

  /** The largest force at which a relaxation is done, eV/angstrom. */
  public Stage fmax(double limit) {
    return set("fmax", limit);
  }

  /** How the cell relaxes: {@code frechet}, {@code unit} or {@code none}. */
  public Stage cell(String how) {
    return set("cell", how);
  }

  /** The optimizer of a relaxation, for example {@code lbfgs}. */
  public Stage optimizer(String name) {
    return set("optimizer", name);
  }

  /** Which frames are kept, for example {@code every 10}. */
  public Stage trajectory(String which) {
    return set("trajectory", which);
  }

  /**
   * Any key of the kind.
   *
   * @param value a number, text, truth, or a list or map of these
   */
  public Stage set(String key, Object value) {
    return new Stage(Settings.with(node, key, value));
  }

  ObjectNode node() {
    return node.deepCopy();
  }
}
