package dev.lehr.activities.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.campaign.CampaignDefinition.ModelSpec;
import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.activities.campaign.CampaignDefinition.StructuresSpec;
import dev.lehr.activities.ledger.StageGraph;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
    for (int i = 0; i < d.stages().size(); i++) {
      StageSpec stage = d.stages().get(i);
      ObjectNode node = stage(stage, d.rules().get(i), before);
      Optional.ofNullable(d.trajectories().get(stage.id()))
          .ifPresent(t -> node.set("trajectory", t.written()));
      stages.add(node);
      before = stage.id();
    }
    BatchingForm.write(d.batching(), root.putObject("batching"));
    BatchingForm.write(d.urgency(), root);
    root.putObject("checkpoint").put("every_steps", d.recomputeSteps());
    ObjectNode advanced = root.putObject("advanced");
    advanced.put("shard_size", d.shardSize()).put("lanes", d.lanes());
    if (!d.workers().isEmpty()) {
      advanced.put("workers", d.workers());
    }
    d.report().ifPresent(r -> ReportForm.write(r, root.putObject("report")));
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
    if (model instanceof ModelSpec.Sum sum) {
      ArrayNode terms = node.putArray("sum");
      sum.terms().forEach(term -> terms.add(model(term)));
      return node;
    }
    if (model instanceof ModelSpec.TorchScript torch) {
      torchScript(node, torch);
      return node;
    }
    if (model instanceof ModelSpec.Python python) {
      return PythonFields.write(python, node);
    }
    node.put("name", model.name());
    if (model instanceof ModelSpec.ZhouEam zhou) {
      zhou.elements().forEach(node.putArray("elements")::add);
      node.put("truncation", zhou.truncation());
    } else if (model instanceof ModelSpec.LennardJones lj) {
      node.put("sigma", lj.sigma()).put("epsilon", lj.epsilon());
      cutoff(node, lj.cutoff());
    } else if (model instanceof ModelSpec.Morse morse) {
      node.put("sigma", morse.sigma()).put("epsilon", morse.epsilon()).put("alpha", morse.alpha());
      cutoff(node, morse.cutoff());
    } else if (model instanceof ModelSpec.SoftSphere soft) {
      softSphere(node, soft);
    } else if (model instanceof ModelSpec.Plugin plugin) {
      node.setAll(plugin.model().settings());
    } else if (model instanceof ModelSpec.SetflEam setfl) {
      node.put("file", setfl.file()).put("format", setfl.format());
    }
    return node;
  }

  private static void torchScript(ObjectNode node, ModelSpec.TorchScript torch) {
    if (torch.file().isEmpty()) {
      node.put("name", torch.name());
    } else {
      node.put("file", torch.file());
    }
    if (!torch.precision().isEmpty()) {
      node.put("precision", torch.precision());
    }
    node.put("device", torch.device());
    torch.inputs().forEach(node::put);
  }

  private static void cutoff(ObjectNode node, double cutoff) {
    if (Double.isInfinite(cutoff)) {
      node.put("cutoff", "none");
    } else {
      node.put("cutoff", cutoff);
    }
  }

  private static void softSphere(ObjectNode node, ModelSpec.SoftSphere soft) {
    if (soft.species().isEmpty()) {
      node.put("sigma", soft.sigma().get(0).get(0));
      node.put("epsilon", soft.epsilon().get(0).get(0));
      node.put("alpha", soft.alpha().get(0).get(0));
    } else {
      soft.species().forEach(node.putArray("species")::add);
      matrix(node.putArray("sigma"), soft.sigma());
      matrix(node.putArray("epsilon"), soft.epsilon());
      matrix(node.putArray("alpha"), soft.alpha());
    }
    soft.cutoff().ifPresent(cutoff -> node.put("cutoff", cutoff));
  }

  private static void matrix(ArrayNode node, List<List<Double>> rows) {
    for (List<Double> row : rows) {
      row.forEach(node.addArray()::add);
    }
  }

  private static ObjectNode stage(StageSpec stage, StageRules rules, String before) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", stage.id());
    node.put("kind", kind(stage));
    StageForm.write(rules, before, node);
    if (stage instanceof StageSpec.Kind k) {
      StageForm.write(k.stage(), node);
    } else if (stage instanceof StageSpec.Relax r) {
      RelaxForm.write(r, node);
    } else if (stage instanceof StageSpec.Md md) {
      MdForm.write(md, node);
    }
    return node;
  }

  /** Kind and settings of a stage alone: what its results depend on. */
  static String settings(StageSpec stage) {
    ObjectNode node =
        stage(
            stage,
            new StageRules(
                List.of(),
                "",
                StageGraph.OnFailure.SKIP,
                Map.of(),
                StageGraph.Node.DEFAULT_DEADLINE_SECONDS,
                0,
                "",
                true),
            "");
    node.remove("id");
    return node.toString();
  }

  private static String kind(StageSpec stage) {
    if (stage instanceof StageSpec.Kind k) {
      return k.kind();
    }
    if (stage instanceof StageSpec.Relax) {
      return "relax";
    }
    return stage instanceof StageSpec.Md ? "md" : "static";
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
