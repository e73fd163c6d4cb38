package dev.lehr.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The project of examples/embedding, compiled and tested against this build. */
@Timeout(300)
class EmbeddingExampleTest {

  private static final Path EXAMPLE = Path.of("../examples/embedding");

  @TempDir Path classes;

  private static List<String> sources() throws IOException {
    try (Stream<Path> all = Files.walk(EXAMPLE.resolve("src"))) {
      return all.map(Path::toString).filter(f -> f.endsWith(".java")).toList();
    }
  }

  @Test
  void itCompilesWithoutAWarningAndItsOwnTestsPass() throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--release",
                "17",
                "-Werror",
                "-Xlint:all,-processing,-classfile,-path",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    arguments.addAll(sources());
    assertThat(arguments).hasSizeGreaterThan(12);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      TestExecutionSummary summary = run(loader.loadClass("com.example.alloys.HardestAlloyTest"));
      StringWriter failures = new StringWriter();
      summary.printFailuresTo(new PrintWriter(failures), 30);
      assertThat(summary.getFailures()).as(failures.toString()).isEmpty();
      assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static TestExecutionSummary run(Class<?> tests) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }
}
