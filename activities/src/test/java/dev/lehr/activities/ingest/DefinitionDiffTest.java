package dev.lehr.activities.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefinitionDiffTest {

  @Test
  void differencesNameThePlaceAndBothValues() {
    assertThat(
            DefinitionDiff.between(
                "{\"name\":\"a\",\"stages\":[{\"id\":\"relax\",\"fmax\":0.01}]}",
                "{\"name\":\"a\",\"stages\":[{\"id\":\"relax\",\"fmax\":0.02},{\"id\":\"s\"}]}"))
        .containsExactly(
            "stages[0].fmax: was 0.01, is 0.02", "stages[1]: was not there, is {\"id\":\"s\"}");
  }

  @Test
  void whereStructuresComeFromAndHowAReportIsMadeIsNoDifference() {
    assertThat(
            DefinitionDiff.between(
                "{\"structures\":[\"a\"],\"name\":\"n\"}",
                "{\"structures\":[\"a\",\"b\"],\"name\":\"n\",\"report\":{}}"))
        .isEmpty();
  }

  @Test
  void anotherTrajectoryIsADifference() {
    assertThat(
            DefinitionDiff.between(
                "{\"stages\":[{\"id\":\"relax\"}]}",
                "{\"stages\":[{\"id\":\"relax\",\"trajectory\":\"every 10\"}]}"))
        .containsExactly("stages[0].trajectory: was not there, is \"every 10\"");
  }
}
