package dev.lehr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.lehr.activities.run.Heart;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInterface;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  private static final Set<String> BEATS =
      Set.of(
          Heart.class.getName() + ".beatsDuring",
          ActivityExecutionContext.class.getName() + ".heartbeat");

  /** All activities have a heartbeat timeout of a minute, see the workflows' options. */
  @Test
  void allActivitiesHeartbeat() {
    List<JavaMethod> activities =
        OURS.stream()
            .filter(c -> !c.isInterface())
            .flatMap(
                c ->
                    c.getAllRawInterfaces().stream()
                        .filter(i -> i.isAnnotatedWith(ActivityInterface.class))
                        .flatMap(i -> i.getMethods().stream())
                        .map(m -> c.getMethod(m.getName(), names(m.getRawParameterTypes()))))
            .toList();
    Assertions.assertThat(activities)
        .hasSizeGreaterThan(8)
        .filteredOn(m -> !heartbeats(m))
        .isEmpty();
  }

  private static String[] names(List<JavaClass> types) {
    return types.stream().map(JavaClass::getName).toArray(String[]::new);
  }

  /** Itself, or in what it calls of its own class. */
  private static boolean heartbeats(JavaMethod method) {
    Set<JavaMethod> seen = new HashSet<>();
    Deque<JavaMethod> ahead = new ArrayDeque<>(List.of(method));
    while (!ahead.isEmpty()) {
      JavaMethod next = ahead.remove();
      if (!seen.add(next)) {
        continue;
      }
      for (JavaMethodCall call : next.getMethodCallsFromSelf()) {
        String called = call.getTargetOwner().getName() + "." + call.getName();
        if (BEATS.contains(called)) {
          return true;
        }
        if (call.getTargetOwner().equals(method.getOwner())) {
          call.getTarget().resolveMember().ifPresent(ahead::add);
        }
      }
    }
    return false;
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
