package dev.lehr.activities.files;

import dev.lehr.activities.files.StarLexer.Kind;
import dev.lehr.activities.files.StarLexer.Token;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads crystals from CIF, gzipped or not, data block by data block; blocks that say nothing of
 * atoms are passed over. All axes are periodic. The name of the block is kept as info {@code
 * data_block}, so that a campaign can take it for the id; an id field that starts with an
 * underscore is looked up among the block's items.
 */
final class CifReader implements StructureReader {

  /** The info key of the block's name. */
  static final String DATA_BLOCK = "data_block";

  private final BoundedLines lines;
  private final StarLexer lexer;
  private final Frames frames;
  private final Optional<String> idField;
  private final Lookahead results = new Lookahead(this::advance);
  private @Nullable Token block;
  private boolean started;
  private boolean ended;

  /** See {@link ExtxyzReader#ExtxyzReader}. */
  CifReader(InputStream in, String name, Optional<String> idField) throws IOException {
    lines = new BoundedLines(Decompression.open(in));
    lexer = new StarLexer(lines);
    frames = new Frames(name, idField);
    this.idField = idField;
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
    try {
      while (!ended) {
        Optional<ReadResult> result = started ? readBlock() : start();
        if (result.isPresent()) {
          return result;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      ended = true;
      return Optional.of(frames.unreadable(lines.number(), e));
    }
  }

  /** Finds the first block; what stands before it is none of CIF's. */
  private Optional<ReadResult> start() throws IOException {
    started = true;
    try {
      Token t = lexer.next();
      while (t.kind() == Kind.GLOBAL) {
        t = lexer.next();
      }
      if (t.kind() == Kind.DATA) {
        block = t;
        return Optional.empty();
      }
      if (t.kind() != Kind.END) {
        throw new Malformed(
            "malformed_cif", "file", Malformed.quoted(t.text()), "a data block first", t.line());
      }
    } catch (Malformed e) {
      return Optional.of(skipped(lines.number(), e));
    }
    return Optional.empty();
  }

  private ReadResult skipped(long line, Malformed why) throws IOException {
    frames.begin();
    ReadResult rejected = frames.rejected(line, why);
    lexer.skipToBlock();
    try {
      Token t = lexer.next();
      block = t.kind() == Kind.DATA ? t : null;
    } catch (Malformed impossible) {
      throw new IllegalStateException("a block's first word has no quotes", impossible);
    }
    return rejected;
  }

  private Optional<ReadResult> readBlock() throws IOException {
    if (block == null) {
      ended = true;
      return frames.any() ? Optional.empty() : Optional.of(noStructure());
    }
    CifBlock content = new CifBlock(block.text(), block.line());
    try {
      Token after = content.read(lexer);
      block = after.kind() == Kind.DATA ? after : null;
    } catch (Malformed e) {
      return Optional.of(skipped(content.line(), e));
    }
    return content.hasStructure() ? Optional.of(structure(content)) : Optional.empty();
  }

  private ReadResult noStructure() {
    return frames.rejected(
        lines.number(),
        new Malformed(
            "no_structure",
            "file",
            "no data block with atoms",
            "_cell_length_a, ..., and a loop of _atom_site_fract_x, ..."));
  }

  private ReadResult structure(CifBlock content) {
    frames.begin();
    String id = frames.source();
    try {
      id = frames.id(idCandidates(content));
      CifStructure.Answer answer = CifStructure.of(content, id, frames.source());
      if (answer.builder().isEmpty()) {
        return frames.rejected(id, content.line(), answer.problems());
      }
      Structure s = answer.builder().get().info(DATA_BLOCK, content.name()).build();
      return frames.checked(s, content.line(), atom -> answer.lineOfAtom()[atom], content.line());
    } catch (Malformed e) {
      return frames.rejected(id, content.line(), List.of(e));
    }
  }

  private Map<String, Object> idCandidates(CifBlock content) {
    Map<String, Object> candidates = new HashMap<>();
    if (!content.name().isEmpty()) {
      candidates.put(DATA_BLOCK, content.name());
    }
    idField
        .flatMap(field -> content.one(StarLexer.tag(field)).map(t -> t.text().strip()))
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> candidates.put(idField.orElseThrow(), text));
    return candidates;
  }
}
