package dev.lehr.activities.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lehr.activities.djl.ModelCache;
import dev.lehr.activities.djl.Precision;
import dev.lehr.activities.ingest.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in the place of the environment's Python, which knows no package. */
class ModelExporterTest {

  private static final String GOOD =
      """
      {"meta": {"licence": "MIT", "citation": "Someone (2024)", "note": "a note", "versions": {"sevenn": "1"}},
       "tolerance": {"energy": 1e-6, "forces": 1e-5, "stress": 1e-6},
       "rows": [{"crystal": "Si diamond", "atoms": 8, "energy": 1e-7, "forces": 1e-6, "stress": 1e-8}]}
      """;

  @TempDir Path directory;

  @BeforeEach
  void thereIsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh on this machine");
  }

  private ModelCache cache() {
    return new ModelCache(directory.resolve("models"));
  }

  /** A program that does what an exporter does: a model, a report, an exit status. */
  private Path python(String model, String report, int status) throws IOException {
    Path script = directory.resolve("python");
    String text =
        """
        #!/bin/sh
        while [ $# -gt 0 ]; do
          case "$1" in --output) output="$2";; --report) report="$2";; esac
          shift
        done
        echo "working on it"
        printf '%s' 'MODEL' > "$output"
        cat > "$report" <<'END'
        REPORT
        END
        exit STATUS
        """
            .replace("MODEL", model)
            .replace("REPORT", report)
            .replace("STATUS", Integer.toString(status));
    Files.writeString(script, text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private ExportedModel export(String name, Precision precision, Path python) throws Exception {
    ExportRequest request =
        new ExportRequest(
            ExportableModel.require(name), name, precision, Optional.empty(), Optional.empty());
    return new ModelExporter(cache(), line -> {}, (requirements, said, news) -> python)
        .export(request);
  }

  private List<String> inCache() throws IOException {
    if (!Files.exists(cache().directory())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache().directory())) {
      return new ArrayList<>(files.map(p -> String.valueOf(p.getFileName())).sorted().toList());
    }
  }

  @Test
  void anExportIsInTheCacheUnderItsDigestAndItsName() throws Exception {
    ExportedModel model = export("sevennet-0", Precision.FLOAT32, python("weights", GOOD, 0));
    String sha = Digests.sha256("weights".getBytes(StandardCharsets.UTF_8));
    assertThat(inCache()).containsExactlyInAnyOrder(sha + ".pt", "sevennet-0.json");
    assertThat(model.file()).hasContent("weights");
    assertThat(cache().directory().resolve("sevennet-0.json"))
        .content()
        .contains("\"name\" : \"sevennet-0\"")
        .contains("\"sha256\" : \"" + sha + "\"")
        .contains("\"licence\" : \"MIT\"");
    assertThat(cache().entries()).singleElement().extracting("sha256").isEqualTo(sha);
  }

  @Test
  void anotherPrecisionHasAnEntryOfItsOwnAndTheSameOneIsReplaced() throws Exception {
    export("sevennet-0", Precision.FLOAT32, python("single", GOOD, 0));
    ExportedModel other = export("sevennet-0", Precision.FLOAT64, python("double", GOOD, 0));
    assertThat(other.key()).isEqualTo("sevennet-0-float64");
    ExportedModel again = export("sevennet-0", Precision.FLOAT32, python("single, new", GOOD, 0));
    assertThat(again.key()).isEqualTo("sevennet-0");
    assertThat(cache().entries()).hasSize(2);
  }

  @Test
  void anExporterThatFailsLeavesNothingAndItsLastWordsAreShown() throws Exception {
    assertThatThrownBy(() -> export("chgnet", Precision.FLOAT32, python("half", GOOD, 3)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("exporting chgnet failed")
        .hasMessageContaining("working on it")
        .hasMessageContaining("exit status 3");
    assertThat(inCache()).isEmpty();
  }

  @Test
  void anExportThatDisagreesWithItsPackageIsNotKept() throws Exception {
    for (String wrong : List.of("1e-3", "NaN", "null")) {
      String report = GOOD.replace("\"forces\": 1e-6", "\"forces\": " + quoted(wrong));
      assertThatThrownBy(() -> export("chgnet", Precision.FLOAT32, python("wrong", report, 0)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("does not agree with the package's own calculator")
          .hasMessageContaining("Si diamond: found differences of 1.0e-07 eV/atom");
    }
    assertThat(inCache()).isEmpty();
  }

  private static String quoted(String number) {
    return number.equals("NaN") ? "\"NaN\"" : number;
  }

  @Test
  void anExportThatWasComparedOnNothingIsNotKept() throws Exception {
    String report = GOOD.replaceAll("\\[\\{.*}]", "[]");
    assertThatThrownBy(() -> export("chgnet", Precision.FLOAT32, python("x", report, 0)))
        .hasMessageContaining("it was compared on no crystal");
    assertThat(inCache()).isEmpty();
  }

  @Test
  void anUnknownNameHasAGuess() {
    assertThatThrownBy(() -> ExportableModel.require("sevennet0"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no model 'sevennet0' can be exported")
        .hasMessageContaining("did you mean sevennet-0?");
  }

  @Test
  void weightsThatTheUserMustBringAreAskedFor() {
    assertThatThrownBy(() -> export("mace", Precision.FLOAT32, Path.of("/unused")))
        .hasMessageContaining("name yours with --file");
    ExportRequest request =
        new ExportRequest(
            ExportableModel.require("mace"),
            "mine",
            Precision.FLOAT32,
            Optional.of(directory.resolve("no.model")),
            Optional.empty());
    assertThatThrownBy(() -> new ModelExporter(cache(), line -> {}).export(request))
        .hasMessageContaining("no.model: found no such file");
  }

  @Test
  void aPythonThatDoesNotFitIsNamedWithItsVersion() throws IOException {
    Path old = directory.resolve("old");
    Files.writeString(old, "#!/bin/sh\necho 3.7\n");
    assertThat(old.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> PythonFinder.find(Optional.of(old.toString())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("which exporting needs")
        .hasMessageContaining(old + " is Python 3.7");
    assertThatThrownBy(() -> PythonFinder.find(Optional.of("/no/such/python")))
        .hasMessageContaining("/no/such/python is not there");
  }

  @Test
  void whatPipSaysIsShownAndTheEnvironmentIsMadeAnew() throws Exception {
    Path fake = directory.resolve("fake");
    Files.writeString(
        fake,
        """
        #!/bin/sh
        case "$2" in *version_info*) echo 3.12; exit 0;; esac
        mkdir -p "$3/bin"
        printf '#!/bin/sh\\necho "ERROR: no route to the registry"\\nexit 1\\n' > "$3/bin/python"
        chmod +x "$3/bin/python"
        """);
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    PythonEnvironment environment = new PythonEnvironment(directory.resolve("environments"));
    byte[] requirements = "torch==2.7.1\n".getBytes(StandardCharsets.UTF_8);
    for (int k = 0; k < 2; k++) {
      List<String> news = new ArrayList<>();
      assertThatThrownBy(
              () -> environment.python(requirements, Optional.of(fake.toString()), news::add))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("pip cannot install the packages")
          .hasMessageContaining("no route to the registry");
      assertThat(news).hasSize(1);
    }
  }
}
