package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.Batching;
import dev.lehr.activities.campaign.CampaignDefinition.Urgency;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.engine.EngineSettings;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.units.Dimension;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How batches are filled, and for whom first, in a campaign file and in the canonical form. */
final class BatchingForm {

  private static final Packing.LookAhead USUAL = (Packing.LookAhead) Packing.lookAhead();

  private BatchingForm() {}

  static Batching read(Fields f) {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put("n_atoms", "n_atoms");
    metrics.put("n_atoms_x_density", "n_atoms_x_density");
    metrics.put("n_edges", "n_edges");
    String metric = f.choice("memory_scales_with", metrics, "n_atoms");
    OptionalDouble max =
        f.is("max_memory_scaler", "auto") || !f.has("max_memory_scaler")
            ? OptionalDouble.empty()
            : OptionalDouble.of(f.number("max_memory_scaler", 1, 0, 1e15));
    OptionalLong memory = OptionalLong.empty();
    if (f.has("memory")) {
      memory = OptionalLong.of((long) f.quantity("memory", Dimension.MEMORY, 1, 1, false));
      if (max.isPresent() || f.has("memory_scales_with")) {
        f.problem("memory", "excludes memory_scales_with and max_memory_scaler");
      }
    }
    Packing packing = packing(f);
    int resize = (int) f.integer("resize_every", EngineSettings.RESIZE_EVERY, 0, 1_000_000);
    f.end();
    return new Batching(metric, max, memory, packing, resize);
  }

  private static Packing packing(Fields f) {
    Map<String, Packing> kinds = new LinkedHashMap<>();
    kinds.put("look-ahead", USUAL);
    kinds.put("fifo", Packing.fifo());
    Packing packing = f.choice("packing", kinds, USUAL);
    int window = (int) f.integer("look_ahead", USUAL.window(), 1, 10_000);
    int patience = (int) f.integer("patience", USUAL.patience(), 0, 1_000_000);
    if (packing instanceof Packing.LookAhead) {
      return new Packing.LookAhead(window, patience);
    }
    for (String key : new String[] {"look_ahead", "patience"}) {
      if (f.has(key)) {
        f.problem(key, "is of look-ahead packing, and this is fifo");
      }
    }
    return packing;
  }

  static Urgency urgency(Fields root) {
    int priority = (int) root.integer("priority", 0, -100, 100);
    return new Urgency(priority, root.number("weight", 1, 0, 1e6));
  }

  /** Writes what is not as usual: what a campaign file did not say before stays unsaid. */
  static void write(Urgency urgency, ObjectNode root) {
    if (urgency.priority() != 0) {
      root.put("priority", urgency.priority());
    }
    if (urgency.weight() != 1) {
      root.put("weight", urgency.weight());
    }
  }

  /** See {@link #write(Urgency, ObjectNode)}. */
  static void write(Batching b, ObjectNode node) {
    if (b.memory().isPresent()) {
      node.put("memory", b.memory().getAsLong());
    } else {
      node.put("memory_scales_with", b.memoryScalesWith());
      b.maxMemoryScaler()
          .ifPresentOrElse(
              max -> node.put("max_memory_scaler", max),
              () -> node.put("max_memory_scaler", "auto"));
    }
    if (b.packing() instanceof Packing.LookAhead ahead) {
      if (!ahead.equals(USUAL)) {
        node.put("look_ahead", ahead.window()).put("patience", ahead.patience());
      }
    } else {
      node.put("packing", "fifo");
    }
    if (b.resizeEvery() != EngineSettings.RESIZE_EVERY) {
      node.put("resize_every", b.resizeEvery());
    }
  }
}
