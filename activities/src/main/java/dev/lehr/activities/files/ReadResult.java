package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Structure;
import java.util.List;

/** What a frame of a file turned out to be. */
public sealed interface ReadResult {

  /** What the user calls it: a field of the input, else file and frame. */
  String id();

  /** File and frame. */
  String source();

  /**
   * A sound structure.
   *
   * @param structure the structure
   * @param line the line on which its frame starts, from 1
   */
  record Read(Structure structure, long line) implements ReadResult {
    @Override
    public String id() {
      return structure.id();
    }

    @Override
    public String source() {
      return structure.source();
    }
  }

  /** A frame that is set aside, and why: at least one problem. */
  record Rejected(String id, String source, List<FileProblem> problems) implements ReadResult {}
}
