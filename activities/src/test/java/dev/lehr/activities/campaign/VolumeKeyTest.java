package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lehr.activities.campaign.CampaignDefinition.StructuresSpec.Prototypes;
import dev.lehr.activities.document.CampaignParseException;
import org.junit.jupiter.api.Test;

class VolumeKeyTest {

  private static String campaign(String keys) {
    return """
        name: volumes
        structures:
          - {prototypes: [A1], elements: [Cu]%s}
        model: eam-zhou2004
        stages: [{id: static, kind: static}]
        """
        .formatted(keys);
  }

  private static Prototypes prototypes(String keys) throws CampaignParseException {
    CampaignDefinition definition = CampaignParser.parse("c.yaml", campaign(keys));
    assertThat(CampaignParser.parse("c.json", CanonicalForm.of(definition))).isEqualTo(definition);
    return (Prototypes) definition.structures().get(0);
  }

  @Test
  void volumesAreOfElementsUnlessContactIsAskedFor() throws CampaignParseException {
    assertThat(prototypes("").contact()).isFalse();
    assertThat(prototypes(", volume: elements").contact()).isFalse();
    assertThat(prototypes(", volume: contact").contact()).isTrue();
    assertThat(prototypes(", volume: elements")).isEqualTo(prototypes(""));
  }

  @Test
  void aVolumeRuleExcludesALatticeConstantAndAVolumePerAtom() {
    for (String other : new String[] {"lattice_constant", "volume_per_atom"}) {
      CampaignParseException e =
          catchThrowableOfType(
              CampaignParseException.class,
              () -> prototypes(", volume: contact, " + other + ": 10"));
      assertThat(e.problems()).hasSize(1);
      assertThat(e.problems().get(0).toString())
          .contains("c.yaml:3:", other, "excludes volume, expected only one of them");
    }
  }

  @Test
  void anUnknownVolumeRuleIsRefusedWithTheKnownOnes() {
    CampaignParseException e =
        catchThrowableOfType(CampaignParseException.class, () -> prototypes(", volume: contct"));
    assertThat(e.problems().get(0).toString())
        .contains("found 'contct', expected one of elements, contact; did you mean contact?");
  }
}
