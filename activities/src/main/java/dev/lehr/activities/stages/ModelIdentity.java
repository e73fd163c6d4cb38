package dev.lehr.activities.stages;

import dev.lehr.simulation.model.Model;
import java.util.List;

/**
 * What a stage may hold against a model, or say about results of it.
 *
 * @param name as in a campaign file
 * @param digest hex SHA-256 of everything that its numbers depend on
 * @param functional of the calculations that it was fitted to, for example {@code PBE}; empty where
 *     the model does not say
 * @param corrections that energies contain, for example {@code MP2020}; empty where the model does
 *     not say
 * @param notes what to know before use
 */
public record ModelIdentity(
    String name, String digest, String functional, String corrections, List<String> notes) {

  /** Copies the list. */
  public ModelIdentity {
    notes = List.copyOf(notes);
  }

  /** That of a model. */
  public static ModelIdentity of(Model model) {
    return new ModelIdentity(
        model.name(), model.digest(), model.functional(), model.corrections(), model.notes());
  }
}
