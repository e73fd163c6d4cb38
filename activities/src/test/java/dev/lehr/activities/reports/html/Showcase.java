package dev.lehr.activities.reports.html;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.activities.files.StructureCodec;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Fence;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerWrite;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.activities.ledger.SliceStats;
import dev.lehr.activities.ledger.StageGraph;
import dev.lehr.activities.ledger.StructureRow;
import dev.lehr.activities.ledger.TaskKey;
import dev.lehr.activities.ledger.TaskResult;
import dev.lehr.activities.ledger.Waste;
import dev.lehr.simulation.analysis.elastic.CentralDifferences;
import dev.lehr.simulation.analysis.elastic.ElasticTensor;
import dev.lehr.simulation.analysis.eos.EosFit;
import dev.lehr.simulation.analysis.eos.EquationOfState;
import dev.lehr.simulation.analysis.eos.VolumeScan;
import dev.lehr.simulation.analysis.hull.Composition;
import dev.lehr.simulation.analysis.hull.ConvexHull;
import dev.lehr.simulation.analysis.hull.Entry;
import dev.lehr.simulation.analysis.hull.HullPlace;
import dev.lehr.simulation.analysis.phonons.FiniteDisplacements;
import dev.lehr.simulation.analysis.phonons.Mesh;
import dev.lehr.simulation.analysis.phonons.Phonons;
import dev.lehr.simulation.analysis.phonons.Spectrum;
import dev.lehr.simulation.analysis.phonons.Thermal;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.run.Execution;
import dev.lehr.simulation.run.Lehr;
import dev.lehr.simulation.run.Optimization;
import dev.lehr.simulation.run.Result;
import dev.lehr.simulation.structure.Structure;
import dev.lehr.simulation.units.Units;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.status.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A campaign with every kind of result: the fifteen decorations of an fcc cell of four atoms with
 * silver, gold and copper, by Zhou's embedded-atom method and the studies of {@code
 * simulation.analysis}; and three structures that go wrong, whose ids and details are markup.
 */
final class Showcase {

  static final String EVIL_ID = "<script>alert(1)</script>";
  static final String EVIL_DETAIL = "</script><img src=x onerror=alert(2)> & \"so on\"";
  static final String DESCRIPTION = "Silver, gold & copper: <b>every</b> decoration of an fcc cell";

  static final List<String> STAGES =
      List.of("relax", "eos", "elastic", "phonons", "formation", "hull");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] ELEMENTS = {"Ag", "Au", "Cu"};
  private static final double[][] SITES = {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}};

  private static final Model MODEL =
      new ZhouEam(List.of(ELEMENTS), Truncation.SMOOTH, Workers.serial());

  private final Ledger ledger;
  private final List<Result> relaxed = new ArrayList<>();
  private final Map<TaskKey, LedgerWrite> writes = new LinkedHashMap<>();
  private long campaign;

  private Showcase(Ledger ledger) {
    this.ledger = ledger;
  }

  static CampaignRow in(Ledger ledger) {
    return new Showcase(ledger).made();
  }

  private CampaignRow made() {
    List<Structure> structures = structures();
    List<StructureRow> rows = new ArrayList<>(structures.stream().map(Showcase::row).toList());
    rows.add(
        new StructureRow(
            "bad.cif#3",
            "d",
            "bad.cif#3",
            0,
            "",
            new byte[0],
            Optional.of(new StructureRow.Rejection("unknown_element", EVIL_DETAIL))));
    NewCampaign asked =
        new NewCampaign(
            "coinage",
            definition(),
            "0f".repeat(32),
            "a1".repeat(32),
            STAGES,
            StageGraph.chain(STAGES.size()),
            1000,
            1,
            false);
    CampaignRow row = ledger.createCampaign(asked, rows.iterator());
    campaign = row.id();
    ShardKey shard = new ShardKey(campaign, 0, 0);
    Fence fence =
        new Fence(ledger.claimShard(new ClaimRequest(campaign, 0, "r", 0, "r0")).epoch(), 1, 1);
    ledger.openSlice(shard, fence, "life", Set.of());
    fill(structures);
    ledger.commit(List.of(new FencedWrites(shard, fence, List.copyOf(writes.values()))));
    ledger.recordSlice(shard, fence, new SliceStats(12.5, 4210, 16_840, 0.81, Waste.none(), 0, 0));
    return row;
  }

  private static StructureRow row(Structure s) {
    return new StructureRow(
        s.id(),
        s.contentDigest(),
        s.source(),
        s.nAtoms(),
        s.formula(),
        StructureCodec.encode(s),
        Optional.empty());
  }

  private static String definition() {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", "coinage").put("description", DESCRIPTION);
    root.putObject("model").put("name", "eam-zhou2004");
    ArrayNode stages = root.putArray("stages");
    for (String id : STAGES) {
      stages
          .addObject()
          .put("id", id)
          .put("kind", id.equals("formation") ? "formation-energy" : id);
    }
    ((ObjectNode) stages.get(0)).put("optimizer", "fire").put("fmax", 1e-4).put("cell", "frechet");
    return root.toString();
  }

  private static List<Structure> structures() {
    List<Structure> all = new ArrayList<>();
    for (int ag = 0; ag <= 4; ag++) {
      for (int au = 0; ag + au <= 4; au++) {
        int[] numbers = new int[4];
        for (int i = 0; i < 4; i++) {
          numbers[i] = i < ag ? 47 : i < ag + au ? 79 : 29;
        }
        double a = (4.09 * ag + 4.08 * au + 3.615 * (4 - ag - au)) / 4 * 1.02;
        all.add(cell("Ag" + ag + "Au" + au + "Cu" + (4 - ag - au), numbers, a));
      }
    }
    all.add(cell(EVIL_ID, new int[] {29, 29, 29, 29}, 3.7));
    all.add(cell("slow", new int[] {29, 29, 29, 47}, 4.4));
    return all;
  }

  private static Structure cell(String id, int[] numbers, double a) {
    double[] positions = new double[12];
    for (int i = 0; i < 12; i++) {
      positions[i] = SITES[i / 3][i % 3] * a;
    }
    return Structure.builder(id, "decorations#" + id, numbers, positions)
        .cell(new double[] {a, 0, 0, 0, a, 0, 0, 0, a})
        .pbc(true, true, true)
        .build();
  }

  private void fill(List<Structure> structures) {
    Optimization tight = Optimization.builder().relaxCell().fmax(1e-4).build();
    int good = structures.size() - 2;
    Lehr.optimize(structures.subList(0, good), MODEL, tight).forEach(relaxed::add);
    for (int i = 0; i < good; i++) {
      Result r = relaxed.get(i);
      double volume = Math.abs(r.structure().toSimState().volume(0));
      ObjectNode p = JSON.createObjectNode();
      p.put("energy_per_atom", r.energy() / 4).put("fmax", 3e-5 + i * 4e-6);
      p.put("volume", volume).put("volume_per_atom", volume / 4);
      done(0, i, r.energy(), 30 + 7 * i, p, StateCodec.encode(r.structure().toSimState()));
      eos(i, r.structure());
      if (i % 2 == 0) {
        elastic(i, r.structure());
      } else {
        wrong(2, i, TaskStatus.FAILED, "stress_too_large", "stress of the parent: " + i + " GPa");
      }
    }
    phonons(0);
    hull(good);
    wrong(0, good, TaskStatus.FAILED, "not_finite", EVIL_DETAIL);
    wrong(0, good + 1, TaskStatus.MAX_ITERATIONS, "max_iterations", "fmax 0.2 after 500 steps");
  }

  private void eos(int i, Structure structure) {
    EquationOfState found =
        VolumeScan.defaults().of(structure, MODEL, Execution.defaults()).orElseThrow();
    ObjectNode p = JSON.createObjectNode();
    fit(p, found.best());
    p.put("eos_form", found.best().form().key()).put("eos_rms", found.best().rms());
    ArrayNode points = p.putArray("eos_points");
    found.points().forEach(point -> points.addArray().add(point.volume()).add(point.energy()));
    ObjectNode fits = p.putObject("eos_fits");
    found.fits().forEach(f -> fit(fits.putObject(f.form().key()), f).put("rms", f.rms()));
    if (i == 3) {
      p.putArray("warnings").add("the range is wide for <this> crystal");
    }
    done(1, i, Double.NaN, 0, p, new byte[0]);
  }

  private static ObjectNode fit(ObjectNode node, EosFit fit) {
    node.put("equilibrium_volume", fit.volume()).put("equilibrium_energy", fit.energy());
    node.put("bulk_modulus", fit.bulkModulusGpa());
    return node.put("bulk_modulus_derivative", fit.bulkModulusDerivative());
  }

  private void elastic(int i, Structure structure) {
    ElasticTensor t =
        CentralDifferences.defaults().of(structure, MODEL, Execution.defaults()).orElseThrow();
    ObjectNode p = JSON.createObjectNode();
    ArrayNode rows = p.putArray("elastic_tensor");
    for (int a = 1; a <= 6; a++) {
      ArrayNode row = rows.addArray();
      for (int b = 1; b <= 6; b++) {
        row.add(t.gpa(a, b));
      }
    }
    t.averages()
        .ifPresent(
            a -> {
              p.put("bulk_modulus", Units.toGpa(a.bulk()));
              p.put("shear_modulus", Units.toGpa(a.shear()));
              p.put("youngs_modulus", Units.toGpa(a.young())).put("poisson_ratio", a.poisson());
              p.put("pugh_ratio", a.pugh()).put("universal_anisotropy", a.anisotropy());
            });
    ArrayNode eigenvalues = p.putArray("elastic_eigenvalues");
    for (double value : t.eigenvalues()) {
      eigenvalues.add(Units.toGpa(value));
    }
    done(2, i, Double.NaN, 0, p.put("born_stable", t.isStable()), new byte[0]);
  }

  /** Bands along edges of the cube, of the cell of four atoms. */
  private void phonons(int i) {
    Phonons phonons =
        new Phonons(
            FiniteDisplacements.of(2, 2, 2, 0)
                .of(relaxed.get(i).structure(), MODEL, Execution.defaults())
                .orElseThrow());
    Spectrum spectrum = phonons.spectrum(new Mesh(8, 8, 8, false));
    ObjectNode p = JSON.createObjectNode();
    p.put("dynamically_stable", spectrum.isStable()).put("min_frequency", spectrum.lowest());
    p.put("zero_point_energy", spectrum.thermal(300).zeroPoint());
    bands(phonons, p.putObject("bands"));
    ObjectNode dos = p.putObject("dos");
    double[] at = new double[120];
    for (int k = 0; k < at.length; k++) {
      at[k] = k * 0.08;
      dos.withArray("frequency").add(at[k]);
    }
    for (double density : spectrum.density(at, 0.1)) {
      dos.withArray("density").add(density);
    }
    ArrayNode thermal = p.putArray("thermal");
    for (int kelvin = 0; kelvin <= 1000; kelvin += 50) {
      Thermal t = spectrum.thermal(kelvin);
      ObjectNode row = thermal.addObject().put("temperature", kelvin);
      row.put("free_energy", t.freeEnergy()).put("entropy", t.entropy());
      row.put("heat_capacity", t.heatCapacity());
    }
    p.putArray("supercell").add(2).add(2).add(2);
    p.putArray("q_mesh").add(8).add(8).add(8);
    done(3, i, Double.NaN, 0, p.put("lo_to", "not included"), new byte[0]);
  }

  private static void bands(Phonons phonons, ObjectNode bands) {
    double[][] corners = {{0, 0, 0}, {0, .5, 0}, {.5, .5, 0}, {0, 0, 0}, {.5, .5, .5}};
    String[] names = {"GAMMA", "X", "M", "GAMMA", "R"};
    double distance = 0;
    for (int leg = 0; leg < 4; leg++) {
      double length = 0;
      for (int x = 0; x < 3; x++) {
        length += Math.pow(corners[leg + 1][x] - corners[leg][x], 2);
      }
      List<double[]> line = phonons.line(corners[leg], corners[leg + 1], 31);
      bands.withArray("labels").addArray().add(distance).add(names[leg]);
      for (int k = 0; k < line.size(); k++) {
        bands.withArray("distance").add(distance + Math.sqrt(length) * k / (line.size() - 1));
        ArrayNode row = bands.withArray("frequencies").addArray();
        for (double f : line.get(k)) {
          row.add(f);
        }
      }
      distance += Math.sqrt(length);
    }
    bands.withArray("labels").addArray().add(distance).add(names[4]);
  }

  private void hull(int good) {
    List<Entry> entries = new ArrayList<>();
    for (Result r : relaxed) {
      entries.add(new Entry(r.id(), Composition.of(r.structure()), r.energy()));
    }
    ConvexHull hull = ConvexHull.of(entries);
    for (int i = 0; i < good; i++) {
      HullPlace place = hull.place(entries.get(i)).orElseThrow();
      if (i > 0) {
        done(3, i, Double.NaN, 0, JSON.createObjectNode(), new byte[0]);
      }
      ObjectNode formation = JSON.createObjectNode();
      formation.put("formation_energy", place.formationEnergy());
      done(4, i, Double.NaN, 0, formation.deepCopy(), new byte[0]);
      ObjectNode p = formation.put("e_above_hull", place.energyAboveHull());
      p.put("on_hull", place.isStable());
      ArrayNode decomposition = p.putArray("decomposition");
      place
          .decomposition()
          .forEach(s -> decomposition.addObject().put("id", s.id()).put("amount", s.fraction()));
      done(5, i, Double.NaN, 0, p, new byte[0]);
    }
  }

  private void done(int stage, int i, double energy, int steps, ObjectNode p, byte[] state) {
    put(
        stage,
        i,
        new TaskResult(TaskStatus.CONVERGED, "", "", energy, steps, 1, p.toString(), state));
  }

  private void wrong(int stage, int i, TaskStatus status, String reason, String detail) {
    put(stage, i, new TaskResult(status, reason, detail, Double.NaN, 500, 1, "{}", new byte[0]));
  }

  private void put(int stage, int i, TaskResult result) {
    TaskKey key = new TaskKey(campaign, stage, i);
    writes.put(key, new LedgerWrite.Finished(key, 0, result));
  }
}
