package dev.lehr.activities.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.ModelFile;
import dev.lehr.activities.djl.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exports with the real packages, as {@code lehr models export} does, which compares each with the
 * package's own calculator. LEHR_MLIP_PYTHON names a Python with sevenn and chgnet,
 * LEHR_MLIP_MACE_PYTHON one with mace-torch, LEHR_MLIP_NEQUIP_PYTHON one with nequip; without them
 * the tests are skipped. MACE and NequIP are tiny ones with random weights.
 */
@Tag("mlip")
class RealExportTest {

  @TempDir Path directory;

  private static Path python(String variable) {
    String said = System.getenv(variable);
    assumeTrue(said != null, "needs " + variable + ", a Python with the package");
    return Path.of(String.valueOf(said));
  }

  private ModelFile export(String name, Precision precision, Path python, Optional<Path> weights)
      throws Exception {
    ModelCache cache = new ModelCache(directory.resolve("models"));
    ExportRequest request =
        new ExportRequest(
            ExportableModel.require(name), name, precision, weights, Optional.empty());
    ExportedModel model =
        new ModelExporter(cache, line -> {}, (requirements, said, news) -> python).export(request);
    assertThat(model.rows()).hasSizeGreaterThanOrEqualTo(3);
    ModelFile file = cache.find(name, Optional.of(precision));
    assertThat(file.meta().name()).isEqualTo(name);
    assertThat(file.meta().versions()).containsKey("torch");
    assertThat(file.meta().licence()).isNotEmpty();
    return file;
  }

  private Path weights(Path python, String script, String name, String... more) throws Exception {
    Path file = directory.resolve(name);
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                python.toString(),
                Path.of("src/test/python", script).toAbsolutePath().toString(),
                file.toString()));
    command.addAll(List.of(more));
    Subprocess made = Subprocess.run(directory, command);
    assertThat(made.exit()).as("%s", made.tail()).isZero();
    assertThat(Files.size(file)).isPositive();
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "sevennet-0, FLOAT32", "sevennet-0, FLOAT64", "sevennet-l3i5, FLOAT32",
    "sevennet-mf-0-pbe, FLOAT32", "sevennet-mf-0-r2scan, FLOAT64", "chgnet, FLOAT32",
    "chgnet, FLOAT64", "chgnet-r2scan, FLOAT32"
  })
  void modelsWithTheirWeightsInTheirPackagesAgreeWithThem(String name, Precision precision)
      throws Exception {
    ModelFile file = export(name, precision, python("LEHR_MLIP_PYTHON"), Optional.empty());
    assertThat(file.meta().elements()).hasSize(89).contains(8, 14, 28);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "FLOAT64"})
  void aMaceModelAgreesWithItsOwnExportForLammps(Precision precision) throws Exception {
    Path python = python("LEHR_MLIP_MACE_PYTHON");
    Path weights = weights(python, "tiny_mace.py", "tiny.model");
    ModelFile file = export("mace", precision, python, Optional.of(weights));
    assertThat(file.meta().elements()).containsExactly(8, 12, 14);
    assertThat(file.meta().cutoff()).isEqualTo(4.0);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32", "FLOAT64"})
  void aNequipModelAgreesWithItsOwnCalculator(Precision precision) throws Exception {
    Path python = python("LEHR_MLIP_NEQUIP_PYTHON");
    Path weights = weights(python, "tiny_nequip.py", "tiny.nequip.pth", precision.key());
    ModelFile file = export("nequip", precision, python, Optional.of(weights));
    assertThat(file.meta().elements()).containsExactly(8, 12, 14);
    assertThat(file.meta().cutoff()).isEqualTo(4.0);
  }
}
