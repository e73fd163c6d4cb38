package dev.lehr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The arrows between modules, and what each may know. */
class ArrowsTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.lehr");

  @Test
  void allModulesAreLookedAt() {
    for (String module : new String[] {"simulation", "workflows", "activities", "worker"}) {
      Assertions.assertThat(OURS)
          .anyMatch(c -> c.getPackageName().startsWith("dev.lehr." + module + "."));
    }
  }

  @Test
  void simulationKnowsNoTemporalNoDeviceLibraryNoFilesNoJsonAndNoDatabase() {
    forbid(
        "dev.lehr.simulation..",
        "io.temporal..",
        "ai.djl..",
        "java.nio.file..",
        "com.fasterxml.jackson..",
        "java.sql..",
        "javax.sql..",
        "dev.lehr.workflows..",
        "dev.lehr.activities..",
        "dev.lehr.worker..");
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.lehr.simulation..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File|RandomAccess).*"));
  }

  @Test
  void workflowsKnowNoSimulationNoActivitiesNoFilesAndNoDatabase() {
    forbid(
        "dev.lehr.workflows..",
        "dev.lehr.simulation..",
        "dev.lehr.activities..",
        "dev.lehr.worker..",
        "ai.djl..",
        "java.nio.file..",
        "java.sql..",
        "javax.sql..");
  }

  @Test
  void activitiesDoNotKnowTheWorker() {
    forbid("dev.lehr.activities..", "dev.lehr.worker..");
  }

  @Test
  void onlyTheLedgerKnowsJdbc() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.lehr.activities.ledger..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "com.zaxxer.."));
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    check(
        classes()
            .that()
            .resideOutsideOfPackage("dev.lehr.worker.cli..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("picocli.."));
  }

  @Test
  void oneClassKnowsTheDeviceLibrary() {
    Assertions.assertThat(
            OURS.stream()
                .filter(
                    c ->
                        c.getDirectDependenciesFromSelf().stream()
                            .anyMatch(
                                d -> d.getTargetClass().getPackageName().startsWith("ai.djl")))
                .map(JavaClass::getName))
        .containsExactly("dev.lehr.activities.djl.TorchModule");
  }

  @Test
  void theAutobatcherHasNoClockNoThreadAndNoChance() {
    forbid("dev.lehr.simulation.autobatch..", "java.time..", "java.util.concurrent..", "java.io..");
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.lehr.simulation.autobatch..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.Thread|java\\.util\\.Random|java\\.util\\.Timer")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random"));
  }

  private static void forbid(String from, String... targets) {
    check(
        noClasses()
            .that()
            .resideInAPackage(from)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(targets));
  }

  private static void check(ArchRule rule) {
    rule.check(OURS);
  }
}
