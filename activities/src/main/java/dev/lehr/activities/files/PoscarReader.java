package dev.lehr.activities.files;

import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the structure of a POSCAR or CONTCAR (vasp.at/wiki/POSCAR), gzipped or not: one in a file.
 * What follows the positions (velocities, predictor-corrector coordinates, the grids of a CHGCAR)
 * is not read: a relaxation starts at rest. The first line is kept as info {@code comment}.
 */
final class PoscarReader implements StructureReader {

  private final BoundedLines lines;
  private final Frames frames;
  private final Lookahead results = new Lookahead(this::advance);
  private boolean ended;

  /** See {@link ExtxyzReader#ExtxyzReader}. */
  PoscarReader(InputStream in, String name, Optional<String> idField) throws IOException {
    lines = new BoundedLines(Decompression.open(in));
    frames = new Frames(name, idField);
  }

  @Override
  public boolean hasNext() {
    return results.hasNext();
  }

  @Override
  public ReadResult next() {
    return results.next();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private Optional<ReadResult> advance() {
    if (ended) {
      return Optional.empty();
    }
    ended = true;
    frames.begin();
    PoscarContent content = new PoscarContent(lines);
    String id = frames.source();
    try {
      content.readComment();
      id = frames.id(Map.of("comment", content.comment()));
      content.readRest();
      Structure s = content.structure(id, frames.source());
      return Optional.of(frames.checked(s, 1, content::lineOfAtom, 1));
    } catch (Malformed e) {
      return Optional.of(frames.rejected(id, Math.max(1, lines.number()), List.of(e)));
    } catch (IOException e) {
      return Optional.of(frames.unreadable(lines.number(), e));
    }
  }
}
