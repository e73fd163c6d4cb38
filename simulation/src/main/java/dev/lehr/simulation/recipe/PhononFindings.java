package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.bands.BandPath;
import dev.lehr.simulation.analysis.bands.Bands;
import dev.lehr.simulation.analysis.phonons.ForceConstants;
import dev.lehr.simulation.analysis.phonons.Mesh;
import dev.lehr.simulation.analysis.phonons.Phonons;
import dev.lehr.simulation.analysis.phonons.Spectrum;
import dev.lehr.simulation.analysis.phonons.Thermal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What phonons come to: {@code dynamically_stable}, {@code min_frequency} and {@code max_frequency}
 * on the mesh (THz, imaginary ones negative, without the acoustic modes at gamma), {@code
 * zero_point_energy} (eV of the cell), {@code heat_capacity_300k}, {@code free_energy_300k}, {@code
 * entropy_300k} and the list {@code thermal} (eV and eV/K of the cell), {@code bands} and {@code
 * dos} (THz to 1e-6), {@code supercell}, {@code q_mesh}, {@code lattice}, {@code lo_to}, {@code
 * warnings}.
 */
final class PhononFindings {

  private static final double ROOM = 300;
  private static final double MARGIN = 5;
  private static final double LEAST_WIDTH = 0.01;
  private static final double WIDTHS = 100;
  private static final double DIGITS = 1e6;

  private final PhononSettings settings;
  private final ForceConstants constants;
  private final Phonons phonons;
  private final BandPath path;
  private final Mesh mesh;
  private final Spectrum spectrum;

  PhononFindings(PhononSettings settings, ForceConstants constants, BandPath path) {
    this.settings = settings;
    this.constants = constants;
    this.path = path;
    phonons = new Phonons(constants);
    mesh = settings.mesh(constants.parent());
    spectrum = phonons.spectrum(mesh);
  }

  Map<String, Object> values(int[] supercell, ModelFacts model) {
    Thermal room = spectrum.thermal(ROOM);
    return new Findings()
        .put("dynamically_stable", spectrum.isStable())
        .number("min_frequency", spectrum.lowest())
        .number("max_frequency", highest())
        .number("zero_point_energy", room.zeroPoint())
        .number("heat_capacity_300k", room.heatCapacity())
        .number("free_energy_300k", room.freeEnergy())
        .number("entropy_300k", room.entropy())
        .put("thermal", settings.temperatures().stream().map(this::thermal).toList())
        .put("bands", bands())
        .put("dos", density())
        .put("supercell", Arrays.stream(supercell).boxed().toList())
        .put("q_mesh", List.of(mesh.a(), mesh.b(), mesh.c()))
        .put("lattice", path.lattice().map(l -> l.words()).orElse(""))
        .put("lo_to", "not included")
        .put("warnings", warnings(model))
        .values();
  }

  private double highest() {
    return spectrum.points().stream()
        .flatMapToDouble(p -> Arrays.stream(p.frequencies()))
        .max()
        .orElse(Double.NaN);
  }

  private Map<String, Object> thermal(double kelvin) {
    Thermal t = spectrum.thermal(kelvin);
    return new Findings()
        .number("temperature", kelvin)
        .number("free_energy", t.freeEnergy())
        .number("entropy", t.entropy())
        .number("heat_capacity", t.heatCapacity())
        .values();
  }

  private Map<String, Object> bands() {
    Bands bands = Bands.along(path, phonons, settings.bandPoints());
    Map<String, Object> found = new LinkedHashMap<>();
    found.put(
        "labels",
        bands.ticks().stream().map(t -> List.of(rounded(t.distance()), t.label())).toList());
    found.put("distance", rounded(bands.distances()));
    found.put("frequencies", bands.frequencies().stream().map(f -> rounded(f)).toList());
    found.put("path", path.segments().stream().map(PhononFindings::segment).toList());
    return found;
  }

  private static List<Object> segment(BandPath.Segment s) {
    return List.of(Findings.list(s.from()), Findings.list(s.to()), s.fromLabel(), s.toLabel());
  }

  private Map<String, Object> density() {
    double least =
        spectrum.points().stream()
            .flatMapToDouble(p -> Arrays.stream(p.frequencies()))
            .min()
            .orElse(0);
    double most = highest();
    double width = settings.dosWidth().orElse(Math.max(LEAST_WIDTH, (most - least) / WIDTHS));
    double from = least - MARGIN * width;
    double step = (most + MARGIN * width - from) / (settings.dosPoints() - 1);
    double[] at = new double[settings.dosPoints()];
    Arrays.setAll(at, k -> from + k * step);
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("frequency", rounded(at));
    found.put("density", rounded(spectrum.density(at, width)));
    return found;
  }

  private List<String> warnings(ModelFacts model) {
    List<String> warnings = new ArrayList<>();
    if (!model.rangeKnown()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the model does not say how far a displacement is felt: %.4g angstrom is a guess, twice"
                  + " its cutoff",
              model.range()));
    }
    warnings.addAll(constants.warnings());
    warnings.addAll(path.warnings());
    if (!spectrum.isStable()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the lowest frequency is %.4g THz, imaginary: the crystal is not stable, and what is"
                  + " said of temperatures leaves such modes out",
              spectrum.lowest()));
    }
    return warnings;
  }

  private static double rounded(double x) {
    return Math.rint(x * DIGITS) / DIGITS + 0.0;
  }

  private static List<Double> rounded(double[] numbers) {
    return Arrays.stream(numbers).map(x -> rounded(x)).boxed().toList();
  }
}
