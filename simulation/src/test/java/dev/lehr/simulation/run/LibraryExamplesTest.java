package dev.lehr.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.Observable;
import dev.lehr.simulation.dynamics.Observables;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.CellChoice;
import dev.lehr.simulation.prototypes.ClusterGenerator;
import dev.lehr.simulation.prototypes.ClusterSpec;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The examples of the package's page and of docs/library.md run here, from {@code // example:} to
 * {@code // end}; the pages must show the same text.
 */
class LibraryExamplesTest {

  private static final Path SELF =
      Path.of("src/test/java/dev/lehr/simulation/run/LibraryExamplesTest.java");
  private static final Path PAGE =
      Path.of("src/main/java/dev/lehr/simulation/run/package-info.java");
  private static final Path GUIDE = Path.of("../docs/library.md");

  /** Conventional cells of copper at slightly different volumes, atoms rattled. */
  private static List<Structure> rattledCopper(int n) {
    return new PrototypeGenerator(
            PrototypeSpec.of(List.of(Prototype.A1), List.of("Cu"))
                .withDisorder(0.05, 0.01, 7, n)
                .withCell(CellChoice.CONVENTIONAL, 1, 1, 1),
            "example")
        .structures();
  }

  @Test
  void relaxing() {
    List<Structure> structures = rattledCopper(5);
    // example: relax
    Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
    Results results = Lehr.optimize(structures, model);
    for (Result r : results) {
      System.out.println(r.id() + " " + r.status() + " " + r.energy() + " eV");
    }
    // end
    assertThat(results).hasSize(5).allMatch(Result::isConverged);
    // Zhou, Johnson, Wadley, Phys. Rev. B 69, 144113 (2004): cohesive energy of Cu 3.54 eV.
    // The cells are strained by about 1 % and fixed.
    assertThat(results).allMatch(r -> Math.abs(r.energy() / 4 + 3.54) < 0.03);
  }

  @Test
  void options() {
    List<Structure> structures = rattledCopper(5);
    Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
    // example: options
    Optimization tight = Optimization.builder().fmax(0.001).relaxCell().maxSteps(500).build();
    Execution execution =
        Execution.builder()
            .batching(Batching.inFlight(MemoryMetric.N_ATOMS, 2000))
            .onProgress(p -> System.out.printf("%d done, %d in flight%n", p.done(), p.inFlight()))
            .build();
    Results results = Lehr.optimize(structures, model, tight, execution);
    // end
    assertThat(results).allMatch(Result::isConverged);
    // Fcc copper by independent lattice sums: 3.6149 angstrom, volume a^3.
    assertThat(Math.abs(results.get(0).state().orElseThrow().volume(0)))
        .isCloseTo(3.6149 * 3.6149 * 3.6149, within(0.01));
  }

  @Test
  void streaming() {
    Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
    Iterator<Structure> structures = rattledCopper(20).iterator();
    // example: stream
    double lowest = Double.POSITIVE_INFINITY;
    try (Run run = Lehr.stream(structures, model, Optimization.defaults(), Execution.defaults())) {
      while (run.hasNext()) {
        lowest = Math.min(lowest, run.next().energy());
      }
    }
    // end
    assertThat(lowest / 4).isCloseTo(-3.54, within(0.01));
  }

  @Test
  void failures() {
    List<Structure> structures = new ArrayList<>(rattledCopper(1));
    structures.add(
        Structure.builder("nan", "example", new int[] {29}, new double[] {0, 0, Double.NaN})
            .build());
    structures.add(Structure.builder("oxygen", "example", new int[] {8}, new double[3]).build());
    Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
    List<String> lines = new ArrayList<>();
    // example: failures
    Results results = Lehr.singlePoint(structures, model);
    for (Result r : results) {
      if (r.status() == Status.FAILED) {
        lines.add(r.id() + ": " + r.reason() + ": " + r.detail());
      }
    }
    // end
    assertThat(results.get(0).isConverged()).isTrue();
    assertThat(lines)
        .containsExactly(
            "nan: not_finite: pos: found NaN for z, expected a finite number",
            "oxygen: unsupported_element: found O, which the model eam-zhou2004 does not know");
  }

  @Test
  void aHundredRattledCellsOfCopper() {
    // example: copper
    List<Structure> structures =
        new PrototypeGenerator(
                PrototypeSpec.of(List.of(Prototype.A1), List.of("Cu"))
                    .withDisorder(0.1, 0.02, 42, 100)
                    .withCell(CellChoice.CONVENTIONAL, 2, 1, 1),
                "rattled copper")
            .structures();
    Results results;
    try (FixedThreadWorkers threads = new FixedThreadWorkers(2)) {
      Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, threads);
      results =
          Lehr.optimize(
              structures,
              model,
              Optimization.builder().fmax(0.01).relaxCell().build(),
              Execution.builder().workers(threads).build());
    }
    double worst = 0;
    for (Result r : results) {
      worst = Math.max(worst, Math.abs(r.energy() / 8 + 3.54));
    }
    System.out.printf(
        "%d of %d converged, at most %.1f meV/atom from the cohesive energy%n",
        results.count(Status.CONVERGED), results.size(), 1000 * worst);
    // end
    assertThat(results.count(Status.CONVERGED)).isEqualTo(100);
    assertThat(worst).isLessThan(0.002);
  }

  @Test
  void lennardJonesClusters() {
    // example: clusters
    ClusterSpec spec = ClusterSpec.of("Ar", List.of(4, 5, 6, 7), 20, 1.1225, 3);
    List<Structure> structures = new ClusterGenerator(spec, "clusters").structures();
    Model model = new LennardJones(1.0, 1.0, Double.POSITIVE_INFINITY, Workers.serial());
    Results results =
        Lehr.optimize(structures, model, Optimization.builder().fmax(1e-4).maxSteps(5000).build());
    TreeMap<Integer, Double> lowest = new TreeMap<>();
    for (Result r : results) {
      if (r.isConverged()) {
        lowest.merge(r.input().nAtoms(), r.energy(), Math::min);
      }
    }
    System.out.println(lowest);
    // end
    // Hoare and Pal, Adv. Phys. 20, 161 (1971); the Cambridge Cluster Database.
    assertThat(lowest.get(4)).isCloseTo(-6.0, within(1e-6));
    assertThat(lowest.get(5)).isCloseTo(-9.103852, within(1e-6));
    assertThat(lowest.get(6)).isCloseTo(-12.712062, within(1e-6));
    assertThat(lowest.get(7)).isCloseTo(-16.505384, within(1e-6));
  }

  @Test
  void callbacks() {
    List<Structure> structures = rattledCopper(8);
    Model model = new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial());
    // example: callbacks
    List<Frame> trajectory = new ArrayList<>();
    Execution execution =
        Execution.builder()
            .onProgress(
                p ->
                    System.out.printf(
                        "%d converged, %d failed, %d in flight, %d steps, %.0f %% full%n",
                        p.converged(), p.failed(), p.inFlight(), p.steps(), 100 * p.occupancy()))
            .onFrame(10, trajectory::add)
            .build();
    Results results = Lehr.optimize(structures, model, Optimization.defaults(), execution);
    for (Frame frame : trajectory) {
      System.out.println(frame.id() + " step " + frame.step() + ": " + frame.energy() + " eV");
    }
    // end
    for (Result r : results) {
      List<Frame> frames = trajectory.stream().filter(f -> f.index() == r.index()).toList();
      assertThat(frames.get(0).step()).isZero();
      assertThat(frames.get(0).positions()).isEqualTo(r.input().positions());
      Frame last = frames.get(frames.size() - 1);
      assertThat(last.step()).isEqualTo(r.iterations());
      assertThat(last.energy()).isEqualTo(r.energy());
      assertThat(last.structure()).isEqualTo(r.structure());
    }
  }

  @Test
  void molecularDynamics() {
    // example: integrate
    List<Structure> structures =
        new PrototypeGenerator(
                PrototypeSpec.of(List.of(Prototype.A1), List.of("Cu", "Ag", "Au"))
                    .withCell(CellChoice.CONVENTIONAL, 2, 2, 2),
                "noble metals")
            .structures();
    Model model = new ZhouEam(List.of("Cu", "Ag", "Au"), Truncation.SMOOTH, Workers.serial());
    Integration integration =
        Integration.builder(300)
            .ensemble(Ensemble.nvtVRescale())
            .timestep(2)
            .steps(1000)
            .averageAfter(200)
            .seed(42)
            .build();
    Results results = Lehr.integrate(structures, model, integration);
    for (Result r : results) {
      Observables seen = r.observables().orElseThrow();
      System.out.printf(
          "%s: %.0f +- %.0f K, %.2f GPa, conserved to %.4f eV%n",
          r.id(),
          seen.mean(Observable.TEMPERATURE),
          seen.standardDeviation(Observable.TEMPERATURE),
          Units.toGpa(seen.mean(Observable.PRESSURE)),
          Math.abs(seen.drift()));
    }
    // end
    assertThat(results).hasSize(3).allMatch(Result::isConverged);
    for (Result r : results) {
      assertThat(r.iterations()).isEqualTo(1000);
      Observables seen = r.observables().orElseThrow();
      assertThat(seen.samples()).isEqualTo(800);
      // Canonical: T sqrt(2/dof) = 44 K for 93 degrees of freedom.
      assertThat(seen.mean(Observable.TEMPERATURE)).isCloseTo(300, within(20.0));
      assertThat(seen.standardDeviation(Observable.TEMPERATURE)).isCloseTo(44, within(15.0));
      assertThat(Math.abs(seen.drift())).isLessThan(0.01);
    }
  }

  /** The text of an example, without the indentation that its lines share. */
  private static String example(String name) throws IOException {
    Matcher m =
        Pattern.compile("( *)// example: " + name + "\n(.*?)\n *// end\n", Pattern.DOTALL)
            .matcher(Files.readString(SELF));
    assertThat(m.find()).as("example %s", name).isTrue();
    return m.group(2).stripIndent().strip();
  }

  @Test
  void thePageOfThePackageShowsWhatRunsHere() throws IOException {
    String page = Files.readString(PAGE);
    Matcher m = Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL).matcher(page);
    List<String> shown = new ArrayList<>();
    while (m.find()) {
      shown.add(m.group(1).replaceAll("(?m)^ \\* ?", "").strip());
    }
    List<String> expected = new ArrayList<>();
    for (String name : List.of("relax", "options", "stream", "failures")) {
      expected.add(example(name));
    }
    assertThat(shown).containsExactlyElementsOf(expected);
  }

  @Test
  void theGuideShowsWhatRunsHere() throws IOException {
    String guide = Files.readString(GUIDE);
    Matcher m = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL).matcher(guide);
    List<String> shown = new ArrayList<>();
    while (m.find()) {
      // What is said of campaigns runs beside them.
      if (!m.group(1).contains("Campaign.named")) {
        shown.add(m.group(1).strip());
      }
    }
    List<String> expected = new ArrayList<>();
    for (String name : List.of("copper", "clusters", "integrate", "callbacks", "stream")) {
      expected.add(example(name));
    }
    assertThat(shown).containsExactlyElementsOf(expected);
  }

  @Test
  void everyExampleIsOnAPage() throws IOException {
    try (Stream<String> lines = Files.lines(SELF)) {
      long examples = lines.filter(l -> l.strip().startsWith("// example: ")).count();
      assertThat(examples).isEqualTo(8);
    }
  }
}
