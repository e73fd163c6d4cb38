package dev.lehr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The licences of what Lehr runs with, by its bill of materials: {@code mvn -Psbom package}. */
class LicencesTest {

  private static final Path BOM = Path.of("../target/bom.json");

  private static final Set<String> ALLOWED = new HashSet<>();
  private static final Map<String, String> READ = new HashMap<>();

  @BeforeAll
  static void rules() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LicencesTest.class.getResourceAsStream("licences.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] words = line.split(" ", 4);
        if (words[0].equals("allow")) {
          ALLOWED.add(words[1]);
        } else if (words[0].equals("read")) {
          READ.put(words[1], words[2]);
        }
      }
    }
  }

  private static String name(JsonNode component) {
    return component.path("group").asText() + ":" + component.path("name").asText();
  }

  /** Where a library is under several, a user may choose. */
  private static List<String> licences(JsonNode component) {
    String read = READ.get(name(component));
    if (read != null) {
      return List.of(read);
    }
    List<String> all = new ArrayList<>();
    for (JsonNode entry : component.path("licenses")) {
      JsonNode licence = entry.path("license");
      all.add(
          entry.has("expression")
              ? entry.path("expression").asText()
              : licence.path("id").asText(licence.path("name").asText()));
    }
    return all;
  }

  private static List<String> forbidden(JsonNode bom) {
    List<String> found = new ArrayList<>();
    for (JsonNode component : bom.path("components")) {
      List<String> licences = licences(component);
      if (licences.stream().noneMatch(ALLOWED::contains)) {
        found.add(name(component) + " is under " + (licences.isEmpty() ? "nothing" : licences));
      }
    }
    return found;
  }

  @Test
  void everyLibraryIsUnderALicenceThatIsAllowed() {
    Assumptions.assumeTrue(
        Files.isRegularFile(BOM), "no bill of materials: make it with mvn -Psbom package");
    JsonNode bom;
    try {
      bom = new ObjectMapper().readTree(BOM.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.path("components"))
        .extracting(LicencesTest::name)
        .contains("io.temporal:temporal-sdk", "org.postgresql:postgresql", "ai.djl:api")
        .doesNotContain("org.assertj:assertj-core");
    assertThat(forbidden(bom)).isEmpty();
  }

  @Test
  void anUnknownOrForbiddenLicenceIsFound() throws IOException {
    String bom =
        """
        {"components": [
          {"group": "a", "name": "gpl", "licenses": [{"license": {"id": "GPL-3.0-only"}}]},
          {"group": "a", "name": "agpl", "licenses": [{"expression": "AGPL-3.0-only"}]},
          {"group": "a", "name": "odd", "licenses": [{"license": {"name": "My own"}}]},
          {"group": "a", "name": "none"},
          {"group": "a", "name": "either",
           "licenses": [{"license": {"id": "LGPL-2.1-only"}}, {"license": {"id": "EPL-2.0"}}]},
          {"group": "com.google.re2j", "name": "re2j",
           "licenses": [{"license": {"name": "Go License"}}]}
        ]}
        """;
    assertThat(forbidden(new ObjectMapper().readTree(bom)))
        .containsExactly(
            "a:gpl is under [GPL-3.0-only]",
            "a:agpl is under [AGPL-3.0-only]",
            "a:odd is under [My own]",
            "a:none is under nothing");
  }
}
