package dev.lehr.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.worker.remote.RealTemporal;
import dev.lehr.worker.remote.TemporalAddress;
import dev.lehr.worker.run.ProcessBackend;
import dev.lehr.worker.run.RemoteWorker;
import dev.lehr.worker.visibility.Namespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The form of Temporal's UI, with a browser that has no window. Needs {@code temporal}, Node,
 * Chromium, and {@code npm ci} in {@code deploy/ui}.
 */
@Tag("slow")
@Timeout(180)
class UiFormTest {

  private static final Path SCRIPT = Path.of("../deploy/ui/start-campaign.mjs");

  private static final String CAMPAIGN =
      """
      {"name": "typed",
       "structures": [{"prototypes": ["A1", "A2", "A3"], "elements": ["Cu", "Ni"], "rattle": 0.05}],
       "model": {"name": "eam-zhou2004", "elements": ["Cu", "Ni"]},
       "stages": [{"id": "relax", "kind": "relax", "cell": "frechet"},
                  {"id": "unique", "kind": "deduplicate"},
                  {"id": "eos", "kind": "eos"}]}
      """;

  @TempDir Path directory;
  private final ProcessBackend backend = new ProcessBackend();

  private static boolean isThere(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  @Test
  void aCampaignStartsFromTheFormAndItsTableIsShown() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(SCRIPT.resolveSibling("node_modules")), "npm ci was not run in deploy/ui");
    Assumptions.assumeTrue(isThere("node"), "no node on the path");
    Assumptions.assumeTrue(
        System.getenv("CHROMIUM") != null || isThere("chromium"), "no chromium on the path");
    int ui = RealTemporal.freePort();
    Path typed = Files.writeString(directory.resolve("campaign.json"), CAMPAIGN);
    try (RealTemporal server = RealTemporal.start(directory, "--ui-port", String.valueOf(ui))) {
      TemporalAddress.Connection connection = server.address().connect();
      new Namespace(connection.client()).register();
      try (Ledger ledger = backend.own(directory.resolve("workspace"));
          RemoteWorker worker =
              RemoteWorker.start(
                  ledger,
                  connection.client(),
                  new RemoteWorker.Settings(
                      directory.resolve("workspace"),
                      directory,
                      List.of("auto"),
                      1,
                      HostLimits.usual(),
                      20))) {
        Process node =
            new ProcessBuilder(
                    "node",
                    SCRIPT.toString(),
                    "--ui",
                    "http://127.0.0.1:" + ui,
                    "--campaign",
                    typed.toString(),
                    "--pictures",
                    directory.resolve("pictures").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(said).isZero();
        assertThat(directory.resolve("pictures/campaign-completed.png")).isNotEmptyFile();
        assertThat(Counts.of(ledger, ledger.findCampaign("typed").orElseThrow()).isDone()).isTrue();
        assertThat(worker.stats().inFlight()).isZero();
      } finally {
        connection.stubs().shutdownNow();
      }
    }
  }
}
