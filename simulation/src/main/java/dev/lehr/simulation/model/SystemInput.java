package dev.lehr.simulation.model;

import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A number for each system that a model takes besides the geometry.
 *
 * <p>It is the one that the structure's info has under the same name, otherwise the fallback, and
 * travels with the system as a column.
 *
 * @param name the key in a campaign's {@code model} section and in a structure's info: charge,
 *     spin, modal, head
 * @param whole whether it goes in as whole numbers (int64) instead of float64
 * @param fallback what is taken where neither structure nor campaign say; empty: it is required
 * @param words what the numbers 0, 1, ... are called, as for modal and head; empty: numbers alone
 */
public record SystemInput(String name, boolean whole, OptionalDouble fallback, List<String> words) {

  /** What the names of the columns begin with. */
  public static final String COLUMN_PREFIX = "model_input_";

  /** The names that there are. */
  public static final List<String> NAMES = List.of("charge", "spin", "modal", "head");

  /** Copies the list. */
  public SystemInput {
    words = List.copyOf(words);
  }

  /** The name of the column that holds it, one number a system. */
  public String column() {
    return COLUMN_PREFIX + name;
  }

  /** The same with another fallback. */
  public SystemInput withFallback(double value) {
    return new SystemInput(name, whole, OptionalDouble.of(value), words);
  }

  /** Why a structure does not say all that a model takes, for people; empty where it does. */
  public static Optional<String> wanting(List<SystemInput> inputs, Structure structure) {
    for (SystemInput input : inputs) {
      if (input.of(structure).isEmpty()) {
        Object said = structure.info().get(input.name);
        return Optional.of(
            input.name
                + ": found "
                + (said == null ? "nothing" : "'" + said + "'")
                + " in the structure's info, expected "
                + input.expected()
                + (said == null ? "; a campaign's model section may say it for all" : ""));
      }
    }
    return Optional.empty();
  }

  /**
   * Gives a system the numbers that a model takes of its structure.
   *
   * @param state one system
   * @return as {@link #wanting}; what is wanting is not given
   */
  public static Optional<String> give(
      List<SystemInput> inputs, Structure structure, SimState state) {
    for (SystemInput input : inputs) {
      input
          .of(structure)
          .ifPresent(number -> state.addDoubles(input.column(), Scope.SYSTEM, 1, number));
    }
    return wanting(inputs, structure);
  }

  /**
   * A fingerprint of what a model sees of a structure: its content, and what of its info the model
   * takes. That of the content alone where the structure says nothing that the model takes.
   */
  public static String digest(List<SystemInput> inputs, Structure structure) {
    List<SystemInput> said =
        inputs.stream().filter(i -> structure.info().containsKey(i.name)).toList();
    if (said.isEmpty()) {
      return structure.contentDigest();
    }
    ModelDigest digest = new ModelDigest().add(structure.contentDigest());
    said.forEach(i -> digest.add(i.name).add(i.of(structure).orElse(Double.NaN)));
    return digest.hex();
  }

  private OptionalDouble of(Structure structure) {
    Object said = structure.info().get(name);
    return said == null ? fallback : number(said);
  }

  /** What may be said for it, for people. */
  public String expected() {
    if (!words.isEmpty()) {
      return "one of " + String.join(", ", words);
    }
    return whole ? "a whole number" : "a number";
  }

  /**
   * The number that a value means.
   *
   * @param value a number or a word, as from a campaign file or a structure's info
   * @return empty where it means none
   */
  public OptionalDouble number(Object value) {
    if (value instanceof Number n) {
      return checked(n.doubleValue());
    }
    String text = String.valueOf(value).strip();
    if (words.contains(text)) {
      return OptionalDouble.of(words.indexOf(text));
    }
    try {
      return checked(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private OptionalDouble checked(double number) {
    boolean known = words.isEmpty() || (number >= 0 && number < words.size());
    boolean fits = !whole || number == Math.rint(number);
    return known && fits && Double.isFinite(number)
        ? OptionalDouble.of(number)
        : OptionalDouble.empty();
  }
}
