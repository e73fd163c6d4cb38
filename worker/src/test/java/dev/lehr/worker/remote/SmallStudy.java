package dev.lehr.worker.remote;

/** A campaign of seconds, with a stage that compares in the middle and shards of seven. */
public final class SmallStudy {

  private SmallStudy() {}

  /**
   * Its file.
   *
   * @param last the stage after those that relax and deduplicate
   */
  public static String yaml(String name, String last) {
    return """
        name: %s
        structures:
          - prototypes: [A1, A2, A3]
            elements: [Cu, Ni]
            volumes: [0.95, 1.05]
            rattle: 0.05
            cell: conventional
        model: {name: eam-zhou2004, elements: [Cu, Ni]}
        stages:
          - {id: relax, kind: relax, cell: frechet, fmax: 0.001}
          - {id: unique, kind: deduplicate}
          - %s
        batching: {max_memory_scaler: 12}
        advanced: {shard_size: 7, lanes: 2}
        """
        .formatted(name, last);
  }
}
