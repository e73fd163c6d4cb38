package dev.lehr.activities.stages;

import dev.lehr.simulation.recipe.Relaxing.Freedom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Words of campaign files and what they stand for, in the order in which messages list them. */
final class Words {

  private Words() {}

  /** Of some choices, each by its word. */
  static <T> Map<String, T> of(List<T> choices, Function<T, String> word) {
    Map<String, T> words = new LinkedHashMap<>();
    choices.forEach(c -> words.put(word.apply(c), c));
    return words;
  }

  /** What may be relaxed. */
  static Map<String, Freedom> freedoms(Freedom... freedoms) {
    return of(List.of(freedoms), Freedom::key);
  }
}
