package dev.lehr.activities.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.campaign.CampaignDefinition.StructuresSpec;
import dev.lehr.simulation.units.Units;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A definition as JSON with every default filled in: itself a campaign file, the same for every
 * file that means the same. This is what the ledger keeps and what digests are taken of.
 */
public final class CanonicalForm {

  private static final ObjectMapper JSON = new ObjectMapper();

  private CanonicalForm() {}

  /** The canonical JSON of a definition. */
  public static String of(CampaignDefinition d) {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", d.name());
    if (!d.description().isEmpty()) {
      root.put("description", d.description());
    }
    root.put("seed", d.seed());
    ArrayNode structures = root.putArray("structures");
    d.structures().forEach(s -> structures.add(structures(s)));
    root.set("model", model(d.model()));
    ArrayNode stages = root.putArray("stages");
    String before = "";
    for (StageSpec stage : d.stages()) {
      ObjectNode node = stage(stage, before);
      Optional.ofNullable(d.trajectories().get(stage.id()))
          .ifPresent(t -> node.put("trajectory", t.toString()));
      stages.add(node);
      before = stage.id();
    }
    ObjectNode batching = root.putObject("batching");
    batching.put("memory_scales_with", d.batching().memoryScalesWith());
    d.batching()
        .maxMemoryScaler()
        .ifPresentOrElse(
            max -> batching.put("max_memory_scaler", max),
            () -> batching.put("max_memory_scaler", "auto"));
    root.putObject("checkpoint").put("every_steps", d.recomputeSteps());
    root.putObject("advanced").put("shard_size", d.shardSize()).put("lanes", d.lanes());
    d.report()
        .ifPresent(
            r -> root.putObject("report").put("kind", r.kind()).put("reference", r.reference()));
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode structures(StructuresSpec spec) {
    ObjectNode node = JSON.createObjectNode();
    if (spec instanceof StructuresSpec.Files files) {
      node.put("path", files.path()).put("id_field", files.idField());
    } else if (spec instanceof StructuresSpec.Clusters clusters) {
      clusters.sizes().forEach(node.putArray("clusters")::add);
      node.put("element", clusters.element()).put("starts", clusters.starts());
      node.put("distance", clusters.distance()).put("seed", clusters.seed());
    } else if (spec instanceof StructuresSpec.Prototypes p) {
      p.prototypes().forEach(node.putArray("prototypes")::add);
      p.elements().forEach(node.putArray("elements")::add);
      p.volumes().forEach(node.putArray("volumes")::add);
      if (p.latticeConstant().isEmpty() && p.volumePerAtom().isEmpty()) {
        node.put("volume", p.contact() ? "contact" : "elements");
      }
      p.latticeConstant().ifPresent(a -> node.put("lattice_constant", a));
      p.volumePerAtom().ifPresent(v -> node.put("volume_per_atom", v));
      node.put("rattle", p.rattle()).put("strain", p.strain()).put("seed", p.seed());
      node.put("starts", p.starts()).put("cell", p.conventional() ? "conventional" : "primitive");
      p.supercell().forEach(node.putArray("supercell")::add);
    }
    return node;
  }

  private static ObjectNode model(ModelSpec model) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", model.name());
    if (model instanceof ModelSpec.ZhouEam zhou) {
      zhou.elements().forEach(node.putArray("elements")::add);
      node.put("truncation", zhou.truncation());
    } else if (model instanceof ModelSpec.LennardJones lj) {
      node.put("sigma", lj.sigma()).put("epsilon", lj.epsilon());
      if (Double.isInfinite(lj.cutoff())) {
        node.put("cutoff", "none");
      } else {
        node.put("cutoff", lj.cutoff());
      }
    }
    return node;
  }

  private static ObjectNode stage(StageSpec stage, String before) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", stage.id());
    node.put("kind", stage instanceof StageSpec.Relax ? "relax" : "static");
    if (!before.isEmpty()) {
      node.put("after", before);
    }
    if (stage instanceof StageSpec.Relax r) {
      r.fmax().ifPresent(f -> node.put("fmax", f));
      r.energyTolerance().ifPresent(e -> node.put("energy_tolerance", e));
      node.put("cell", r.frechetCell() ? "frechet" : "none");
      node.put("pressure", Units.toGpa(r.pressure()));
      node.put("max_iterations", r.maxIterations());
      node.put("flavour", r.torchSim() ? "torchsim" : "ase");
      node.put("dt_start", r.dtStart()).put("dt_max", r.dtMax()).put("max_step", r.maxStep());
    }
    return node;
  }

  /** Hex SHA-256 of a text. */
  public static String digest(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
