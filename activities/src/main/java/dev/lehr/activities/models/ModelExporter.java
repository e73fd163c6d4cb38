package dev.lehr.activities.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.ingest.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Exports a model from its Python package into the cache: an environment, the exporter, a
 * comparison with the package's own calculator, the cache. What fails on the way leaves no trace in
 * the cache.
 */
public final class ModelExporter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelCache cache;
  private final Consumer<String> news;
  private final Environments environments;

  /** Where Pythons with the packages come from. */
  interface Environments {
    /** See {@link PythonEnvironment#python}. */
    Path python(byte[] requirements, Optional<String> said, Consumer<String> news)
        throws IOException, InterruptedException;
  }

  /**
   * An exporter.
   *
   * @param cache where models and environments go
   * @param news told what takes long
   */
  public ModelExporter(ModelCache cache, Consumer<String> news) {
    this(cache, news, new PythonEnvironment(cache.directory().resolve("environments"))::python);
  }

  ModelExporter(ModelCache cache, Consumer<String> news, Environments environments) {
    this.cache = cache;
    this.news = news;
    this.environments = environments;
  }

  /**
   * Exports a model.
   *
   * @throws BadInputException where a file is missing, no environment can be made, the exporter
   *     fails, or the export does not agree with the package
   */
  public ExportedModel export(ExportRequest request) throws IOException, InterruptedException {
    check(request);
    Files.createDirectories(cache.directory());
    byte[] requirements = ExporterScripts.requirements(request.model().exporter());
    Path python = environments.python(requirements, request.python(), news);
    Path work = Files.createTempDirectory(cache.directory(), ".export-");
    try {
      news.accept("Exporting " + request.model().name() + " and comparing it with the package ...");
      JsonNode report = run(request, python, work);
      ExportedModel unplaced = compared(report, request);
      return new CacheEntry(cache, report.path("meta"), unplaced)
          .place(work.resolve("model.pt"), request);
    } finally {
      Trees.delete(work);
    }
  }

  private static void check(ExportRequest request) {
    String name = request.model().name();
    if (request.model().needsFile() && request.file().isEmpty()) {
      throw new BadInputException(
          name + " cannot be exported",
          List.of("its weights are not in its package: name yours with --file"));
    }
    request
        .file()
        .filter(file -> !Files.isRegularFile(file))
        .ifPresent(
            file -> {
              throw new BadInputException(
                  name + " cannot be exported", List.of("--file " + file + ": found no such file"));
            });
  }

  private static JsonNode run(ExportRequest request, Path python, Path work)
      throws IOException, InterruptedException {
    Path script = ExporterScripts.unpack(request.model().exporter(), work);
    Path report = work.resolve("report.json");
    List<String> command =
        new ArrayList<>(
            List.of(
                python.toString(),
                script.toString(),
                "--model",
                request.file().isPresent() ? request.as() : request.model().name(),
                "--precision",
                request.precision().key(),
                "--output",
                work.resolve("model.pt").toString(),
                "--report",
                report.toString()));
    request
        .file()
        .ifPresent(file -> command.addAll(List.of("--file", file.toAbsolutePath().toString())));
    Subprocess done = Subprocess.run(work, command);
    if (done.exit() != 0 || !Files.exists(report)) {
      List<String> lines = new ArrayList<>(done.tail());
      lines.add("exit status " + done.exit());
      throw new BadInputException(
          "exporting " + request.model().name() + " failed; the end of what it said", lines);
    }
    return JSON.readTree(Files.readString(report));
  }

  private static ExportedModel compared(JsonNode report, ExportRequest request) {
    List<Comparison> rows = new ArrayList<>();
    report.path("rows").forEach(row -> rows.add(comparison(row)));
    Comparison tolerance = comparison(report.path("tolerance"));
    List<String> bad =
        rows.stream().filter(row -> !row.isWithin(tolerance)).map(r -> said(r, tolerance)).toList();
    if (rows.isEmpty() || !bad.isEmpty()) {
      throw new BadInputException(
          request.model().name() + ": the export does not agree with the package's own calculator",
          bad.isEmpty() ? List.of("it was compared on no crystal") : bad);
    }
    JsonNode meta = report.path("meta");
    return new ExportedModel(
        request.as(),
        Path.of(""),
        "",
        meta.path("licence").asText(),
        meta.path("citation").asText(),
        meta.path("note").asText(),
        rows,
        tolerance);
  }

  private static Comparison comparison(JsonNode row) {
    return new Comparison(
        row.path("crystal").asText(),
        row.path("atoms").asInt(),
        row.path("energy").asDouble(Double.NaN),
        row.path("forces").asDouble(Double.NaN),
        row.path("stress").asDouble(Double.NaN));
  }

  private static String said(Comparison row, Comparison tolerance) {
    return String.format(
        Locale.ROOT,
        "%s: found differences of %.1e eV/atom, %.1e eV/angstrom, %.1e eV/angstrom^3,"
            + " expected at most %.0e, %.0e, %.0e",
        row.crystal(),
        row.energy(),
        row.forces(),
        row.stress(),
        tolerance.energy(),
        tolerance.forces(),
        tolerance.stress());
  }
}
