package dev.lehr.activities.ingest;

import dev.lehr.activities.files.FileProblem;
import dev.lehr.activities.files.ReadResult;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.files.StructureSource;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.structure.StructureChecks;
import dev.lehr.simulation.structure.StructureProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The structures of an intake as rows for the ledger, one after another. Bad ones are among them,
 * with the reason why they are set aside. An I/O error while a directory is listed is thrown as
 * {@link UncheckedIOException}.
 */
final class StructureRows implements Iterator<StructureRow>, AutoCloseable {

  private final Intake intake;
  private final Iterator<StructureInput> inputs;
  private final List<FileProblem> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private StructureSource.@Nullable Reading reading;
  private Iterator<Structure> generated = List.<Structure>of().iterator();
  private @Nullable StructureRow waiting;

  /** Of the next structure, among all. */
  private long index;

  StructureRows(Intake intake) {
    this.intake = intake;
    this.inputs = intake.inputs().iterator();
  }

  @Override
  public boolean hasNext() {
    while (waiting == null && more()) {
      StructureRow row = read();
      if (intake.campaign().part().filter(part -> !part.has(index)).isEmpty()) {
        waiting = row;
      }
      index++;
    }
    return waiting != null;
  }

  @Override
  public StructureRow next() {
    if (!hasNext() || waiting == null) {
      throw new NoSuchElementException();
    }
    StructureRow row = waiting;
    waiting = null;
    return row;
  }

  private boolean more() {
    while (true) {
      if (generated.hasNext() || (reading != null && reading.hasNext())) {
        return true;
      }
      close();
      if (!inputs.hasNext()) {
        return false;
      }
      open(inputs.next());
    }
  }

  private StructureRow read() {
    if (generated.hasNext()) {
      return checkedRow(generated.next());
    }
    if (reading == null) {
      throw new NoSuchElementException();
    }
    ReadResult result = reading.next();
    if (result instanceof ReadResult.Read read) {
      return row(read.structure(), ":" + read.line());
    }
    return rejected((ReadResult.Rejected) result);
  }

  /** What concerns no single structure, of all that was read so far. */
  List<FileProblem> problems() {
    List<FileProblem> all = new ArrayList<>(problems);
    if (reading != null) {
      all.addAll(reading.problems());
    }
    return all;
  }

  /** What directories and globs left out, of all that was opened so far. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public void close() {
    if (reading != null) {
      problems.addAll(reading.problems());
      try {
        reading.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        reading = null;
      }
    }
  }

  private void open(StructureInput input) {
    if (input instanceof StructureInput.Generated g) {
      generated = g.structures().get().iterator();
    } else if (input instanceof StructureInput.FromFiles files) {
      try {
        reading = files.source().read();
        notes.addAll(reading.notes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Readers check what they read; generators do not. */
  private StructureRow checkedRow(Structure s) {
    List<StructureProblem> found = StructureChecks.check(s);
    if (found.isEmpty()) {
      return row(s, "");
    }
    StructureProblem p = found.get(0);
    String detail =
        s.source() + ": " + p.field() + ": found " + p.found() + ", expected " + p.expected();
    return row(s, Optional.of(new StructureRow.Rejection(p.reason(), detail)));
  }

  private StructureRow row(Structure s, String line) {
    for (int i = 0; i < s.nAtoms(); i++) {
      int z = s.atomicNumber(i);
      if (!intake.supports().test(z)) {
        String detail =
            s.source()
                + (line.isEmpty() ? "" : " (frame at line " + line.substring(1) + ")")
                + ": found "
                + Elements.symbol(z)
                + ", which the model "
                + intake.modelName()
                + " does not know";
        return row(s, Optional.of(new StructureRow.Rejection("unsupported_element", detail)));
      }
    }
    return row(
        s,
        SystemInput.wanting(intake.modelInputs(), s)
            .map(why -> new StructureRow.Rejection("model_input", s.source() + ": " + why)));
  }

  private StructureRow row(Structure s, Optional<StructureRow.Rejection> rejection) {
    return new StructureRow(
        s.id(),
        SystemInput.digest(intake.modelInputs(), s),
        s.source(),
        s.nAtoms(),
        s.formula(),
        StructureCodec.encode(s),
        rejection);
  }

  private static StructureRow rejected(ReadResult.Rejected bad) {
    String detail =
        bad.problems().stream().map(FileProblem::message).collect(Collectors.joining("; "));
    String reason = bad.problems().get(0).reason();
    return new StructureRow(
        bad.id(),
        "rejected:" + reason,
        bad.source(),
        0,
        "",
        new byte[0],
        Optional.of(new StructureRow.Rejection(reason, detail)));
  }
}
