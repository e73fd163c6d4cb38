package dev.lehr.activities.citations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.analysis.eos.Form;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jbibtex.BibTeXParser;
import org.jbibtex.ParseException;
import org.junit.jupiter.api.Test;

class CitationsTest {

  private static Citations of(String model, String... stages) throws JsonProcessingException {
    String json = "{\"model\":" + model + ",\"stages\":[" + String.join(",", stages) + "]}";
    return Citations.of(new ObjectMapper().readTree(json), "", Map.of());
  }

  private static List<String> keys(Citations citations) {
    return citations.cited().stream().map(c -> c.reference().key()).toList();
  }

  @Test
  void everyKeyThatTheCodeNamesIsInTheBibliographyAndTheOtherWayAbout() {
    assertThat(Bibliography.ofLehr().keys()).isEqualTo(Citations.allKeys());
  }

  @Test
  void everyArticleHasItsPlaceAndAWellFormedDoi() {
    Bibliography bibliography = Bibliography.ofLehr();
    for (String key : bibliography.keys()) {
      Reference reference = bibliography.find(key).orElseThrow();
      if (reference.bibtex().startsWith("@article")) {
        assertThat(reference.doi().orElse("")).as(key).matches("10\\.\\d{4,9}/\\S+");
        for (String field : List.of("author", "title", "journal", "volume", "pages", "year")) {
          assertThat(reference.bibtex()).as(key).contains("  " + field);
        }
        // The key carries the year: a typing error in one of them shows.
        assertThat(reference.text()).as(key).endsWith("(" + key.replaceAll("\\D", "") + ")");
      }
      assertThat(reference.text()).as(key).doesNotContain("{").doesNotContain("\\");
    }
  }

  @Test
  void aReferenceReadsAsALineWithItsAccents() {
    assertThat(Bibliography.ofLehr().find("bitzek2006").orElseThrow().text())
        .isEqualTo(
            "E. Bitzek, P. Koskinen, F. G\u00e4hler, F. Moseler et al., "
                    .replace("F. Moseler", "M. Moseler")
                + "Structural relaxation made simple, Physical Review Letters 97, 170201 (2006)");
    assertThat(Bibliography.ofLehr().find("larsen2017").orElseThrow().text())
        .contains("J. J. Mortensen")
        .contains("et al.");
  }

  @Test
  void aCampaignCitesItsModelThenItsMethodsThenTheSoftwareEachOnce()
      throws JsonProcessingException {
    Citations citations =
        of(
            "{\"name\":\"eam-zhou2004\"}",
            "{\"id\":\"coarse\",\"kind\":\"relax\",\"optimizer\":\"fire\"}",
            "{\"id\":\"fine\",\"kind\":\"relax\",\"optimizer\":\"fire\"}",
            "{\"id\":\"c\",\"kind\":\"elastic\"}",
            "{\"id\":\"hot\",\"kind\":\"md\",\"ensemble\":\"nvt-nose-hoover\"}");
    assertThat(keys(citations))
        .containsExactly(
            "zhou2004",
            "bitzek2006",
            "hill1952",
            "mouhat2014",
            "ranganathan2008",
            "martyna1996",
            "lehr",
            "cohen2025",
            "temporal");
    assertThat(citations.cited().get(1).reason()).isEqualTo("stage coarse, stage fine");
    assertThat(citations.remarks()).isEmpty();
  }

  @Test
  void everyFormOfAnEquationOfStateHasItsPublication() throws JsonProcessingException {
    for (Form form : Form.values()) {
      String stage = "{\"id\":\"e\",\"kind\":\"eos\",\"form\":\"" + form.key() + "\"}";
      assertThat(keys(of("{\"name\":\"morse\"}", stage)))
          .as(form.key())
          .anyMatch(Arrays.asList("birch1947", "vinet1987", "murnaghan1944")::contains)
          .hasSize(5);
    }
  }

  @Test
  void aModelThatLibtorchRunsCitesItToo() throws JsonProcessingException {
    assertThat(keys(of("{\"name\":\"sevennet-0\",\"device\":\"auto\"}")))
        .startsWith("park2024")
        .contains("paszke2019", "djl");
  }

  @Test
  void aModelOfTheUsersAndAKeyOfAPluginAreRemarkedUpon() throws JsonProcessingException {
    Citations citations =
        Citations.of(
            new ObjectMapper()
                .readTree(
                    "{\"model\":{\"python\":\"mine:calc\",\"kind\":\"ase\"},"
                        + "\"stages\":[{\"id\":\"x\",\"kind\":\"own\"}]}"),
            "",
            Map.of("x", List.of("unknown1999", "hill1952")));
    assertThat(keys(citations)).startsWith("larsen2017", "hill1952");
    assertThat(citations.remarks())
        .containsExactly("For stage x cite 'unknown1999', which Lehr's bibliography lacks.");
    assertThat(of("{\"file\":\"my.pt\",\"device\":\"cpu\"}").remarks())
        .containsExactly(
            "Cite where the model comes from too: Lehr does not know its publication.");
  }

  @Test
  void theBibtexOfACampaignIsReadByAnotherParser() throws Exception {
    Citations citations = of("{\"sum\":[{\"name\":\"morse\"},{\"name\":\"eam-setfl\"}]}");
    String text = citations.bibtex();
    assertThat(text).contains("% Model: model morse + eam-setfl");
    assertThat(parsedKeys(text)).containsExactlyElementsOf(keys(citations));
  }

  private static List<String> parsedKeys(String text) throws ParseException {
    return new BibTeXParser()
        .parse(new StringReader(text)).getEntries().keySet().stream()
            .map(k -> k.getValue())
            .toList();
  }

  @Test
  void anEntryThatIsBrokenIsNamed() {
    assertThatThrownBy(() -> Bibliography.of("@article{a1900,\n  title = {x\n}\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a1900");
  }
}
