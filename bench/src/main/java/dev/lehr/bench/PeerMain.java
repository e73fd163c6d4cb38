package dev.lehr.bench;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Lehr's side of the comparison: reads jobs from standard input, a line each, and answers each with
 * a line of JSON. It stays up between jobs as a worker process does, so that they run compiled.
 *
 * <pre>
 * relax     MODEL FILE MAX_ATOMS FMAX MAX_STEPS TIMES
 * dynamics  MODEL FILE STEPS DT
 * neighbors FILE CUTOFF TIMES
 * </pre>
 */
public final class PeerMain {

  private PeerMain() {}

  /**
   * Serves jobs until standard input ends.
   *
   * @param args the number of threads
   */
  public static void main(String[] args) throws IOException {
    int threads = Integer.parseInt(args[0]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (FixedThreadWorkers pool = new FixedThreadWorkers(threads)) {
      Workers workers = threads == 1 ? Workers.serial() : pool;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(run(line.strip().split("\\s+"), workers));
        System.out.flush();
      }
    }
  }

  private static String run(String[] job, Workers workers) throws IOException {
    return switch (job[0]) {
      case "relax" -> relax(job, workers);
      case "dynamics" -> dynamics(job, workers);
      case "neighbors" -> neighbors(job);
      default -> throw new IllegalArgumentException("job '" + job[0] + "' is unknown");
    };
  }

  private static String relax(String[] job, Workers workers) throws IOException {
    List<SimState> systems =
        SystemFile.read(Path.of(job[2])).stream().map(SystemFile.Entry::state).toList();
    int times = Integer.parseInt(job[6]);
    Clock clock = new Clock();
    Relaxation relaxation = relaxation(job, workers, systems);
    relaxation.run();
    for (int t = 1; t < times; t++) {
      relaxation = relaxation(job, workers, systems);
      relaxation.run();
    }
    return clock.answer(
        "\"systems\": %d, \"converged\": %d, \"system_steps\": %d, \"atom_steps\": %d,"
            + " \"energy\": %s, \"first_energy\": %s",
        systems.size(),
        relaxation.converged(),
        relaxation.systemSteps(),
        relaxation.atomSteps(),
        relaxation.energy(),
        relaxation.firstEnergy());
  }

  private static Relaxation relaxation(String[] job, Workers workers, List<SimState> systems) {
    return new Relaxation(
        Models.of(job[1], workers),
        workers,
        systems,
        Double.parseDouble(job[3]),
        Double.parseDouble(job[4]),
        Long.parseLong(job[5]));
  }

  private static String dynamics(String[] job, Workers workers) throws IOException {
    Dynamics dynamics = new Dynamics(Models.of(job[1], workers), SystemFile.read(Path.of(job[2])));
    int steps = Integer.parseInt(job[3]);
    Clock clock = new Clock();
    dynamics.run(steps, Double.parseDouble(job[4]));
    return clock.answer(
        "\"atom_steps\": %d, \"energy\": %s", (long) steps * dynamics.atoms(), dynamics.energy());
  }

  private static String neighbors(String[] job) throws IOException {
    SimState state = SystemFile.read(Path.of(job[1])).get(0).state();
    double cutoff = Double.parseDouble(job[2]);
    int times = Integer.parseInt(job[3]);
    long pairs = 0;
    Clock clock = new Clock();
    for (int t = 0; t < times; t++) {
      pairs += NeighborList.of(state, 0, cutoff).nEdges();
    }
    return clock.answer("\"atoms\": %d, \"pairs\": %d", state.nAtoms(), pairs / times);
  }

  /** Wall time and the processor time of the whole process, JIT and garbage collector included. */
  private static final class Clock {
    private final long cpu = ProcessorTime.nanos();
    private final long wall = System.nanoTime();

    String answer(String format, Object... values) {
      double wallSeconds = 1e-9 * (System.nanoTime() - wall);
      double cpuSeconds = 1e-9 * (ProcessorTime.nanos() - cpu);
      return "{\"wall_s\": "
          + wallSeconds
          + ", \"cpu_s\": "
          + cpuSeconds
          + ", "
          + String.format(Locale.ROOT, format, values)
          + "}";
    }
  }
}
