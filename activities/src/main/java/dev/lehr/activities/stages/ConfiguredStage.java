package dev.lehr.activities.stages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.expressions.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stage whose settings have been read. Immutable. */
public interface ConfiguredStage {

  /**
   * The settings with every default filled in, as they may stand in a campaign file: reading them
   * again gives the same stage. Numbers are in internal units where the file's are.
   */
  ObjectNode settings();

  /** Names and types of what it finds of each structure. */
  Map<String, ValueType> values();

  /**
   * Whether structures may leave it with another geometry than they came with. One that says so and
   * does not costs space only.
   */
  default boolean changesStructures() {
    return true;
  }

  /**
   * Whether its results depend on the structure's id, the campaign's seed and the stage's id, as
   * random displacements do: such a result serves no other structure.
   */
  default boolean isRandom() {
    return false;
  }

  /**
   * Whether its results may serve where the same settings meet the same structure and model again.
   * Not so where they depend on what stages before have found besides.
   */
  default boolean isRemembered() {
    return true;
  }

  /** Keys of the publications to cite for its method; see the bibliography of the reports. */
  default List<String> citations() {
    return List.of();
  }

  /**
   * What speaks against its settings for a campaign with a model, in one sentence; asked before
   * anything is computed.
   */
  default Optional<String> objectionTo(ModelIdentity model) {
    return Optional.empty();
  }

  /** The stage as it is for results of a model: one that puts the model's notes beside them. */
  default ConfiguredStage about(ModelIdentity model) {
    return this;
  }
}
