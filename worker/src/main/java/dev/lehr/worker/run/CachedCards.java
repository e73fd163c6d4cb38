package dev.lehr.worker.run;

import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.djl.ModelMeta;
import dev.lehr.activities.djl.UnusableModelException;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.structure.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The cards of the models in a cache. */
final class CachedCards {

  private CachedCards() {}

  static List<ModelCard> of(ModelCache cache) {
    List<ModelCard> cards = new ArrayList<>();
    for (ModelCache.Entry entry : cache.entries()) {
      try {
        cards.add(card(entry, cache.open(entry)));
      } catch (UnusableModelException e) {
        String why = "cannot be used: " + e.getMessage();
        cards.add(new ModelCard(entry.key(), why, List.of(), List.of(), List.of(), ""));
      }
    }
    return cards;
  }

  private static ModelCard card(ModelCache.Entry entry, ModelFile file) {
    ModelMeta meta = file.meta();
    List<String> settings =
        new ArrayList<>(
            List.of(
                "precision: this one is " + meta.precision().key(),
                "device: auto (default), cpu, cuda or cuda:N"));
    for (SystemInput input : meta.inputs()) {
      String fallback =
          input.fallback().isPresent()
              ? " (" + input.fallback().getAsDouble() + ")"
              : ", must be here or in every structure's info";
      settings.add(input.name() + ": " + input.expected() + fallback);
    }
    List<String> notes = new ArrayList<>(meta.notes());
    if (!meta.outputs().isEmpty()) {
      notes.add("Gives also " + meta.outputs().stream().map(ExtraOutput::name).toList() + ".");
    }
    notes.add("Made with " + new TreeMap<>(meta.versions()) + ".");
    notes.add("Licence: " + (meta.licence().isEmpty() ? "not said" : meta.licence()) + ".");
    notes.add("File: " + file.path() + ", SHA-256 " + file.sha256() + ".");
    return new ModelCard(
        entry.key(),
        meta.name() + ", TorchScript, " + meta.precision().key() + ", cutoff " + meta.cutoff(),
        meta.elements().stream().map(Elements::symbol).toList(),
        settings,
        notes,
        meta.citation().isEmpty() ? "not said" : meta.citation());
  }
}
