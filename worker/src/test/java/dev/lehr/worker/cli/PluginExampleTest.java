package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin of examples/plugin, compiled to a jar and run by a process of its own. */
class PluginExampleTest {

  private static final Path EXAMPLE = Path.of("../examples/plugin");

  @TempDir Path directory;

  /** What a process said. */
  private record Said(int code, String out, String err) {}

  /** Compiles sources and packs them with resources. */
  private Path jar(String name, Path sources, Path resources) throws IOException {
    Path classes = directory.resolve(name + "-classes");
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
    arguments.addAll(files(sources, ".java").stream().map(Path::toString).toList());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream into = new JarOutputStream(out)) {
      for (Path root : List.of(classes, resources)) {
        for (Path file : files(root, "")) {
          into.putNextEntry(
              new JarEntry(root.relativize(file).toString().replace(File.separatorChar, '/')));
          Files.copy(file, into);
          into.closeEntry();
        }
      }
    }
    return jar;
  }

  private static List<Path> files(Path root, String end) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(end)).toList();
    }
  }

  private Path example() throws IOException {
    return jar("example", EXAMPLE.resolve("src/main/java"), EXAMPLE.resolve("src/main/resources"));
  }

  private Said lehr(List<Path> jars, String... arguments) throws IOException, InterruptedException {
    StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
    jars.forEach(jar -> classPath.append(File.pathSeparator).append(jar));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath.toString(),
                "dev.lehr.worker.cli.Main"));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void itsCampaignRunsWithItsModelAndItsKindOfStage() throws IOException, InterruptedException {
    Path jar = example();
    assertThat(lehr(List.of(jar), "plugins").out())
        .contains("coordination        Numbers of neighbours within a cutoff  (" + jar + ")")
        .contains("model  buckingham")
        .containsPattern("stage {2}eos .*\\(built in\\)");
    String workspace = directory.resolve("workspace").toString();
    String file = EXAMPLE.resolve("campaign.yaml").toString();
    Said run = lehr(List.of(jar), "run", file, "--workspace", workspace, "--quiet");
    assertThat(run.code()).as(run.err()).isZero();
    Said results =
        lehr(
            List.of(jar),
            "results",
            "argon",
            "--workspace",
            workspace,
            "--stage",
            "shell",
            "--format",
            "jsonl");
    ObjectMapper mapper = new ObjectMapper();
    List<Double> found = new ArrayList<>();
    for (String line : results.out().lines().toList()) {
      JsonNode row = mapper.readTree(line);
      assertThat(row.path("status").asText()).as(line).isEqualTo("converged");
      found.add(row.path("coordination").asDouble());
    }
    // Twelve neighbours in both close packings; bcc has six more just behind its first eight, and
    // simple cubic has six.
    assertThat(found.subList(0, 3)).containsExactly(12.0, 14.0, 12.0);
    assertThat(found.get(3)).isEqualTo(6.0);
  }

  @Test
  void withoutTheJarItIsSaidHowKindsAreFound() throws IOException, InterruptedException {
    Said said = lehr(List.of(), "validate", EXAMPLE.resolve("campaign.yaml").toString());
    assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT.code());
    assertThat(said.err())
        .contains("found 'coordination', expected one of")
        .contains("LEHR_PLUGINS");
  }

  @Test
  void aPluginOfAnotherVersionIsNamedWithItsJar() throws IOException, InterruptedException {
    Path sources = directory.resolve("old");
    Files.createDirectories(sources);
    Files.writeString(
        sources.resolve("Old.java"),
        """
        public final class Old implements dev.lehr.activities.stages.StageKind {
          public String name() { return Gone.name(); }
          public String version() { return "1"; }
          public String summary() { return "It is old"; }
          public dev.lehr.activities.stages.ConfiguredStage read(
              dev.lehr.activities.document.Fields fields, dev.lehr.activities.stages.StageSite site) {
            throw new IllegalStateException();
          }
        }
        class Gone { static String name() { return "old"; } }
        """);
    Path resources = directory.resolve("old-resources");
    Path services = resources.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve("dev.lehr.activities.stages.StageKind"),
        "Old # of a time when there was a Gone\nNeverThere\n",
        StandardCharsets.UTF_8);
    Path whole = jar("old", sources, resources);
    // What it was compiled against is no more.
    Path torn = directory.resolve("torn.jar");
    Files.delete(directory.resolve("old-classes/Gone.class"));
    try (JarOutputStream into = new JarOutputStream(Files.newOutputStream(torn))) {
      for (Path root : List.of(directory.resolve("old-classes"), resources)) {
        for (Path f : files(root, "")) {
          into.putNextEntry(new JarEntry(root.relativize(f).toString()));
          Files.copy(f, into);
          into.closeEntry();
        }
      }
    }
    assertThat(whole).exists();
    for (String[] command :
        new String[][] {{"plugins"}, {"validate", EXAMPLE.resolve("campaign.yaml").toString()}}) {
      Said said = lehr(List.of(torn), command);
      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT.code());
      assertThat(said.err())
          .contains(
              torn
                  + ": Old cannot be used: java.lang.NoClassDefFoundError: Gone (compiled against"
                  + " another version of Lehr, or for a newer Java?)")
          .contains(torn + ": NeverThere cannot be used: java.lang.ClassNotFoundException")
          .doesNotContain("\tat ");
    }
  }
}
