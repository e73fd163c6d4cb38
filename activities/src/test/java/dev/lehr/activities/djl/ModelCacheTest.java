package dev.lehr.activities.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.plugins.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models by name, in one precision or two. */
class ModelCacheTest {

  @TempDir Path directory;

  private ModelCache cache = new ModelCache(Path.of("unset"));

  @BeforeEach
  void open() {
    cache = new ModelCache(directory);
  }

  private void put(String key, String model) throws IOException {
    String sha256 = TestModels.file(model).sha256();
    Files.copy(TestModels.path(model), directory.resolve(sha256 + ".pt"));
    Files.writeString(directory.resolve(key + ".json"), "{\"sha256\": \"%s\"}".formatted(sha256));
  }

  private Precision found(Optional<Precision> wanted) {
    return cache.find("lj", wanted).meta().precision();
  }

  @Test
  void aNameInTwoPrecisionsIsFoundInEach() throws IOException {
    put("lj", "lennard-jones-float32.pt");
    assertThatThrownBy(() -> found(Optional.of(Precision.FLOAT64)))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContainingAll("in float32 only", "lehr models export lj --precision float64");
    put("lj-float64", "lennard-jones.pt");
    assertThat(found(Optional.of(Precision.FLOAT64))).isEqualTo(Precision.FLOAT64);
    assertThat(found(Optional.of(Precision.FLOAT32))).isEqualTo(Precision.FLOAT32);
    assertThat(found(Optional.empty())).isEqualTo(Precision.FLOAT32);
    assertThat(cache.entries())
        .extracting(ModelCache.Entry::key)
        .containsExactly("lj", "lj-float64");
  }

  @Test
  void anUnknownNameSaysHowToMakeItAndNoNameLeavesTheDirectory() throws IOException {
    assertThatThrownBy(() -> cache.find("mace", Optional.empty()))
        .hasMessage(
            "mace: neither built in nor in "
                + directory
                + "; to make it: lehr models export mace; "
                + Plugins.HINT);
    Path outside = Files.createTempFile("outside", ".json");
    try {
      String name = "../" + outside.getFileName().toString().replace(".json", "");
      assertThatThrownBy(() -> cache.find(name, Optional.empty()))
          .hasMessageContaining("neither built in nor in");
    } finally {
      Files.delete(outside);
    }
    assertThat(new ModelCache(directory.resolve("none")).entries()).isEmpty();
  }

  @Test
  void anEntryThatSaysNoDigestIsRefused() throws IOException {
    Files.writeString(directory.resolve("lj.json"), "{}");
    assertThatThrownBy(() -> cache.find("lj", Optional.empty()))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("lj.json: sha256: found nothing");
  }
}
