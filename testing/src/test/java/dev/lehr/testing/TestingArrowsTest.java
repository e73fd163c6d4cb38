package dev.lehr.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the testing artifact may know, and who may know it. */
class TestingArrowsTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.lehr");

  @Test
  void itKnowsNoTestFrameworkNoCommandLineNoDatabaseAndNoDeviceLibrary() {
    assertThat(OURS).anyMatch(c -> c.getPackageName().equals("dev.lehr.testing"));
    noClasses()
        .that()
        .resideInAPackage("dev.lehr.testing..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.junit..",
            "org.assertj..",
            "net.jqwik..",
            "dev.lehr.worker.cli..",
            "picocli..",
            "java.sql..",
            "ai.djl..")
        .check(OURS);
  }

  @Test
  void nothingOfLehrKnowsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.lehr.testing..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.lehr.testing..")
        .check(OURS);
  }
}
