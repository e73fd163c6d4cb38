package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.files.ComputedProperties;
import dev.lehr.activities.files.ExtxyzWriter;
import dev.lehr.activities.ingest.Ingest;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ResultRow;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.WrappedModel;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.workflows.status.TaskStatus;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes from 2 to 2,000 atoms under a budget of memory that is not always there. */
class HeavyTailedRunTest {

  private static final int STRUCTURES = 160;
  private static final long SEED = 20260601;

  private static final String CAMPAIGN =
      """
      name: tail
      structures: [clusters.extxyz]
      model: {name: lennard-jones, sigma: 1, epsilon: 1, cutoff: 2.5}
      stages:
        - {id: relax, kind: relax, fmax: 0.05, max_iterations: 60}
      batching: {memory: 3 MB}
      checkpoint: {every_steps: 10}
      advanced: {shard_size: 40, lanes: 4}
      """;

  /** Has no memory now and then, and never for as much as was said. */
  private static final class Moody implements WrappedModel.Around {
    private final Random random = new Random(SEED);
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public void evaluate(Model model, SimState state, ModelOutput output) {
      long bytes = 0;
      for (int s = 0; s < state.nSystems(); s++) {
        bytes += 800L * state.nAtoms(s);
      }
      if (state.nSystems() > 1 && (bytes > 1_800_000 || random.nextInt(60) == 0)) {
        refused.incrementAndGet();
        throw new DeviceOutOfMemoryException("CUDA out of memory, on purpose");
      }
      model.evaluate(state, output);
    }
  }

  @TempDir Path directory;

  private Path campaign() throws IOException {
    Random random = new Random(SEED);
    List<Integer> sizes = new ArrayList<>(List.of(2, 2000));
    while (sizes.size() < STRUCTURES) {
      int size = (int) Math.round(Math.exp(3.0 + 1.3 * random.nextGaussian()));
      sizes.add(Math.max(2, Math.min(2000, size)));
    }
    try (Writer out = Files.newBufferedWriter(directory.resolve("clusters.extxyz"))) {
      ExtxyzWriter writer = new ExtxyzWriter(out);
      for (int i = 0; i < sizes.size(); i++) {
        ClusterSpec spec = ClusterSpec.of("Ar", List.of(sizes.get(i)), 1, 1.1, i);
        Structure one = new ClusterGenerator(spec, "clusters").structures().get(0);
        writer.write(one.toBuilder().id("c" + i).build(), ComputedProperties.none());
      }
    }
    return Files.writeString(directory.resolve("campaign.yaml"), CAMPAIGN);
  }

  private List<ResultRow> run(Path campaign, String workspace, UnaryOperator<Model> around)
      throws Exception {
    Path place = directory.resolve(workspace);
    ProcessBackend backend = new ProcessBackend();
    CampaignFile file = backend.read(campaign);
    AtomicReference<EngineStats> stats = new AtomicReference<>();
    List<ResultRow> rows = new ArrayList<>();
    try (Ledger ledger = backend.own(place)) {
      long id =
          new Ingest(ledger, true).take(file.intake(), Ingest.Mode.SAME_OR_REFUSE).campaign().id();
      RunRequest request = new RunRequest(place, id, directory, 2, OptionalInt.empty());
      Outcome outcome =
          new EmbeddedRunner(ledger, EngineListener.NONE, around)
              .run(request, p -> stats.set(p.device()));
      assertThat(outcome).isEqualTo(Outcome.COMPLETED);
      ledger.forEachResult(id, 0, Set.of(), true, rows::add);
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f occupied; lost: %s; %d evictions, %d times out of memory%n",
        workspace,
        stats.get().occupancy(),
        stats.get().waste().shown(),
        stats.get().loop().evictions(),
        stats.get().loop().outOfMemory());
    return rows;
  }

  @Test
  void nothingIsLostAndNoBitChangesWhereMemoryRunsOut() throws Exception {
    Path campaign = campaign();
    List<ResultRow> calm = run(campaign, "calm", model -> model);
    List<Moody> models = new ArrayList<>();
    List<ResultRow> moody =
        run(
            campaign,
            "moody",
            model -> {
              models.add(new Moody());
              return new WrappedModel(model, models.get(models.size() - 1));
            });
    assertThat(models.get(0).refused).hasValueGreaterThan(5);
    assertThat(moody).hasSize(STRUCTURES).hasSameSizeAs(calm);
    for (int i = 0; i < calm.size(); i++) {
      ResultRow found = moody.get(i);
      assertThat(found.status())
          .isEqualTo(calm.get(i).status())
          .isIn(TaskStatus.CONVERGED, TaskStatus.MAX_ITERATIONS);
      assertThat(found.iterations()).isEqualTo(calm.get(i).iterations());
      assertThat(found.swapAttempts()).isEqualTo(calm.get(i).swapAttempts());
      assertThat(found.state().orElseThrow()).isEqualTo(calm.get(i).state().orElseThrow());
    }
  }
}
