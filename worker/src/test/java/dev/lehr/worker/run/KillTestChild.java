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
 * A process that runs a campaign and keeps a record of every step that survives its own death: the
 * record is in the page cache, not in the process. Arguments: campaign file, workspace, record
 * directory, microseconds to rest after each step of the batch; and, if one is to kill its worker,
 * the index of a structure and a step.
 */
public final class KillTestChild {

  private KillTestChild() {}

  /** The record: where each task was taken up, and how far it got. */
  static final class Steps implements EngineListener {
    private static final int STRUCTURES = 4096;
    private final FileChannel starts;
    private final MappedByteBuffer reached;
    private final int restMicros;
    private final long poison;
    private final long poisonStep;

    Steps(Path directory, int restMicros, long poison, long poisonStep) throws IOException {
      this.restMicros = restMicros;
      this.poison = poison;
      this.poisonStep = poisonStep;
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
        reached = file.map(FileChannel.MapMode.READ_WRITE, 0, 2L * STRUCTURES * Long.BYTES);
      }
    }

    static int index(TaskKey task) {
      return Math.toIntExact(task.stage() * (long) STRUCTURES + task.structure());
    }

    @Override
    public void started(TaskKey task, long iteration) {
      String line = task.stage() + " " + task.structure() + " " + iteration + "\n";
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
      reached.putLong(index(task) * Long.BYTES, iteration);
      if (task.stage() == 0 && task.structure() == poison && iteration >= poisonStep) {
        // As a native crash or the kernel's out-of-memory killer would.
        Runtime.getRuntime().halt(137);
      }
    }

    @Override
    public void stepped(int systems, int atoms, double occupancy) {
      long until = System.nanoTime() + restMicros * 1000L;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
  }

  /** Runs until the campaign ends; exit code 0, or 5 where it is paused. */
  public static void main(String[] args) throws Exception {
    Path workspace = Path.of(args[1]);
    ProcessBackend backend = new ProcessBackend();
    CampaignFile file = backend.read(Path.of(args[0]));
    Outcome outcome;
    try (Ledger ledger = backend.own(workspace)) {
      long id =
          new Ingest(ledger, true).take(file.intake(), Ingest.Mode.SAME_OR_REFUSE).campaign().id();
      Steps record =
          new Steps(
              Path.of(args[2]),
              Integer.parseInt(args[3]),
              args.length > 4 ? Long.parseLong(args[4]) : -1,
              args.length > 5 ? Long.parseLong(args[5]) : 0);
      RunRequest request =
          new RunRequest(
              workspace, id, CampaignFile.directoryOf(file.file()), 2, OptionalInt.empty());
      System.out.println("running");
      EmbeddedRunner runner = new EmbeddedRunner(ledger, record);
      Runtime.getRuntime().addShutdownHook(new Thread(runner::interrupt));
      outcome = runner.run(request, progress -> {});
    }
    System.out.println(outcome);
    System.exit(outcome == Outcome.PAUSED ? 5 : 0);
  }
}
