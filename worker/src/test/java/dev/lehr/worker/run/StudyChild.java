package dev.lehr.worker.run;

import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.TaskKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;

/**
 * A process that runs a campaign of several kinds of stages and records every system that it takes
 * up, evaluations of recipes too, and how far each got; the record outlives it. Arguments: campaign
 * file, workspace, record directory, microseconds to rest after each step of the batch.
 */
public final class StudyChild {

  private StudyChild() {}

  /** The record. */
  static final class Recorded implements EngineListener {
    private static final int STAGES = 16;
    private static final int STRUCTURES = 128;
    private static final int JOBS = 128;
    private final FileChannel starts;
    private final MappedByteBuffer reached;
    private final int restMicros;

    Recorded(Path directory, int restMicros) throws IOException {
      this.restMicros = restMicros;
      Files.createDirectories(directory);
      starts =
          FileChannel.open(
              directory.resolve("starts"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND);
      try (FileChannel file =
          FileChannel.open(
              directory.resolve("reached"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        long bytes = (long) STAGES * STRUCTURES * JOBS * Long.BYTES;
        reached = file.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      }
    }

    static int index(int stage, long structure, int job) {
      return (stage * STRUCTURES + Math.toIntExact(structure)) * JOBS + job;
    }

    @Override
    public void started(TaskKey task, long iteration) {
      String line =
          task.stage() + " " + task.structure() + " " + task.job() + " " + iteration + "\n";
      try {
        starts.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean wantsMoves() {
      return true;
    }

    @Override
    public void moved(TaskKey task, long iteration) {
      int place = index(task.stage(), task.structure(), task.job());
      reached.putLong(place * Long.BYTES, iteration);
    }

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      long until = System.nanoTime() + restMicros * 1000L;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
  }

  /** Runs until the campaign ends. */
  public static void main(String[] args) throws Exception {
    Path workspace = Path.of(args[1]);
    ProcessBackend backend = new ProcessBackend();
    CampaignFile file = backend.read(Path.of(args[0]));
    Outcome outcome;
    try (Ledger ledger = backend.own(workspace)) {
      long id =
          new Ingest(ledger, true).take(file.intake(), Ingest.Mode.SAME_OR_REFUSE).campaign().id();
      Recorded record = new Recorded(Path.of(args[2]), Integer.parseInt(args[3]));
      RunRequest request =
          new RunRequest(
              workspace, id, CampaignFile.directoryOf(file.file()), 2, OptionalInt.empty());
      outcome = new EmbeddedRunner(ledger, record).run(request, progress -> {});
    }
    System.out.println(outcome);
    System.exit(outcome == Outcome.COMPLETED ? 0 : 1);
  }
}
