package dev.lehr.activities.djl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Several models in memory, within a budget. */
class ResidentModelsTest {

  private final ModelFile one = TestModels.file("lennard-jones.pt");
  private final ModelFile two = TestModels.file("lennard-jones-float32.pt");

  private static void use(ResidentModels models, ModelFile file) {
    models.with(file, TorchDevice.CPU, module -> true);
  }

  @Test
  void whatFitsStaysAndIsLoadedOnce() {
    ResidentModels models = new ResidentModels(1 << 20);
    for (int k = 0; k < 3; k++) {
      use(models, one);
      use(models, two);
    }
    assertThat(models.size()).isEqualTo(2);
    assertThat(models.loads()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitMakesTheOldestGoAndComesBackWhenAskedFor() {
    ResidentModels models = new ResidentModels(one.bytes() + two.bytes() - 1);
    use(models, one);
    use(models, two);
    assertThat(models.size()).isEqualTo(1);
    use(models, one);
    assertThat(models.loads()).isEqualTo(3);
  }

  @Test
  void whatIsInUseDoesNotGo() {
    ResidentModels models = new ResidentModels(1);
    models.with(
        one,
        TorchDevice.CPU,
        module -> {
          use(models, two);
          return true;
        });
    use(models, one);
    assertThat(models.loads()).isEqualTo(2);
  }
}
