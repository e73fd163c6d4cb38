package dev.lehr.activities.plugins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import java.nio.file.Path;

/** A model whose settings have been read. Immutable. */
public interface ConfiguredModel {

  /**
   * The settings with every default filled in, as they may stand in a campaign file beside {@code
   * name}: reading them again gives the same model.
   */
  ObjectNode settings();

  /**
   * The model. Its digest has to be of everything that its numbers depend on: settings, the content
   * of files, and a version of the code that is raised when they change.
   *
   * @param workers may share the systems of a batch
   * @param base directory of the campaign file: files that settings name are relative to it
   * @param device auto, cpu, cuda or cuda:N; models that run on the host do not ask
   * @throws dev.lehr.activities.ingest.BadInputException where a file that it needs cannot be used
   */
  Model build(Workers workers, Path base, String device);
}
