package dev.lehr.activities.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that cannot be used is refused with one sentence, before any structure is touched. */
class BadModelFilesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wrong-contract.pt  | meta.json: contract: found "batched-mlip-99", expected 'batched-mlip-1'
          without-meta.pt    | without the extra file meta.json
          checkpoint.pt      | not of TorchScript (a checkpoint of weights?)
          nothing.pt         | found no such file
          """)
  void whatAFileSaysOfItselfIsReadWithoutLibtorch(String name, String expected) {
    Path path = TestModels.path("lennard-jones.pt").resolveSibling(name);
    assertThatThrownBy(() -> ModelFile.read(path))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wrong-shape.pt     | forward gives forces as float64(9), expected float64(3, 3)
          wrong-dtype.pt     | forward gives forces as float32(3, 3), expected float64(3, 3)
          wrong-few.pt       | forward gives 2 tensors, expected energy, forces, stress and [energies]
          wrong-raises.pt    | this model refuses to work
          wrong-nan.pt       | gave no number (NaN) for either
          wrong-signature.pt | a trial on a crystal and an isolated atom failed
          """)
  void whatBreaksTheContractIsFoundByTheTrial(String name, String expected) {
    assertThatThrownBy(() -> TestModels.open(name))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContainingAll(name, expected);
  }

  @Test
  void aTruncatedFileAndOneThatIsNoZipAreSaidToBeSo() throws IOException {
    byte[] whole = Files.readAllBytes(TestModels.path("lennard-jones.pt"));
    Path half = directory.resolve("half.pt");
    Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ModelFile.read(half)).hasMessageContaining("truncated or damaged");
    Path text = directory.resolve("text.pt");
    Files.writeString(text, "not a model");
    assertThatThrownBy(() -> ModelFile.read(text))
        .hasMessageContaining("is not a TorchScript file");
    assertThatThrownBy(() -> ModelFile.read(directory)).hasMessageContaining("is a directory");
  }

  /**
   * Every byte but those of meta.json and the directory may be damaged without the zip noticing.
   */
  @Test
  void damagedCodeIsRefusedByLibtorch() throws IOException {
    byte[] whole = Files.readAllBytes(TestModels.path("lennard-jones.pt"));
    String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = text.indexOf("torch.bmm");
    whole[at + 6] = 'x';
    Path damaged = directory.resolve("damaged.pt");
    Files.write(damaged, whole);
    assertThatThrownBy(
            () -> TorchScriptModel.open(ModelFile.read(damaged), "cpu", Map.of(), Workers.serial()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("damaged.pt: libtorch 2.7.1 cannot load it");
  }

  @Test
  void aDeviceThatIsNotThereIsSaid() {
    assertThatThrownBy(
            () ->
                TorchScriptModel.open(
                    TestModels.file("lennard-jones.pt"), "cuda:99", Map.of(), Workers.serial()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("device: found 'cuda:99', but libtorch");
  }

  @Test
  void aSystemForWhichTheModelHasNoNumberIsNaNAlone() {
    TorchScriptModel model = TestModels.open("wrong-neon.pt");
    List<SimState> systems = TestSystems.kinds();
    ModelOutput output = new ModelOutput();
    SimState batch = SimState.concatenate(systems);
    model.evaluate(batch, output);
    for (int s = 0; s < batch.nSystems(); s++) {
      boolean neon = false;
      for (int z : systems.get(s).atomicNumbers()) {
        neon |= z == 10;
      }
      assertThat(Double.isNaN(output.energy()[s])).as("system %d", s).isEqualTo(neon);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{}`                                                  | contract: found nothing
          `[1]`                                                 | expected an object
          `{"contract"`                                         | is not JSON
          `{"contract": "batched-mlip-1"}`                      | cutoff: found nothing, expected a length
          `{"contract": "batched-mlip-1", "cutoff": -1}`        | cutoff: found -1
          `{"contract": "batched-mlip-1", "cutoff": 5}`         | elements: found nothing
          `{"contract": "batched-mlip-1", "cutoff": 5, "elements": [0]}`       | elements: found 0
          `{"contract": "batched-mlip-1", "cutoff": 5, "elements": ["Qq"]}`    | elements: found "Qq"
          `{"contract": "batched-mlip-1", "cutoff": 5, "elements": [1]}`       | precision: found nothing
          `{"contract": "batched-mlip-1", "cutoff": 5, "elements": [1], "precision": "bf16"}` | found "bf16"
          """)
  void metaJsonIsCheckedKeyByKey(String json, String expected) {
    assertThatThrownBy(() -> MetaReader.read(json, "x"))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith("meta.json")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `"memory_scales_with": "atoms"`                              | memory_scales_with: found "atoms"
          `"inputs": [{"name": "field"}]`                              | charge, spin, modal, head
          `"inputs": [{"name": "charge", "dtype": "float16"}]`         | inputs.charge.dtype: found "float16"
          `"inputs": [{"name": "head", "values": ["a"], "default": 3}]` | inputs.head.default: found 3, expected one of a
          `"outputs": [{"name": "magmoms", "width": 10}]`              | outputs: found
          `"outputs": [{"name": "magmoms", "scope": "edge"}]`          | outputs: found
          `"interaction_layers": 0`                                    | interaction_layers: found 0, expected a whole number
          """)
  void optionalKeysOfMetaJsonAreCheckedToo(String key, String expected) {
    String json =
        "{\"contract\": \"batched-mlip-1\", \"cutoff\": 5, \"elements\": [\"H\", 8],"
            + " \"precision\": \"float32\", %s}";
    assertThatThrownBy(() -> MetaReader.read(json.formatted(key), "x"))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining(expected);
    ModelMeta meta = MetaReader.read(json.formatted("\"note\": \"n\""), "x");
    assertThat(meta.name()).isEqualTo("x");
    assertThat(meta.elements()).containsExactly(1, 8);
    assertThat(meta.notes()).containsExactly("n");
    assertThat(meta.interactionLayers()).isEmpty();
    ModelMeta net = MetaReader.read(json.formatted("\"interaction_layers\": 5"), "x");
    assertThat(net.interactionLayers()).hasValue(5);
  }
}
