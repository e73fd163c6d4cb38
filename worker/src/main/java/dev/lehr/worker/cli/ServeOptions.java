package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.observe.ListenAddress;
import dev.lehr.worker.run.Build;
import dev.lehr.worker.run.Duties;
import dev.lehr.worker.run.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What a worker does among others, what it shows of itself, and how it ends. */
final class ServeOptions {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final int LONGEST_DRAIN = 3600;
  private static final int LONGEST_PATIENCE = 86_400;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:LEHR_LISTEN:-}",
      description =
          "Answer GET /health/live, /health/ready and /metrics there (default: LEHR_LISTEN, else"
              + " nowhere).")
  private String listen = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "${env:LEHR_ROLE:-all}",
      description =
          "What to do: all, workflows (needs no device) or engine (slices on devices only) (default:"
              + " LEHR_ROLE, else all).")
  private String role = "all";

  @Option(
      names = "--class",
      paramLabel = "NAME[,NAME]",
      defaultValue = "${env:LEHR_CLASS:-}",
      description =
          "Work for campaigns that ask for workers of such a class, instead of those that ask for"
              + " none (default: LEHR_CLASS).")
  private String classes = "";

  @Option(
      names = "--deployment",
      paramLabel = "NAME",
      defaultValue = "${env:LEHR_DEPLOYMENT:-}",
      description =
          "Take part in worker versioning as a build of this deployment (default:"
              + " LEHR_DEPLOYMENT).")
  private String deployment = "";

  @Option(
      names = "--build-id",
      paramLabel = "ID",
      defaultValue = "${env:LEHR_BUILD_ID:-}",
      description = "Which build of the deployment this is (default: LEHR_BUILD_ID).")
  private String build = "";

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "${env:LEHR_LOG_FORMAT:-text}",
      description =
          "text: lehr.log in the workspace; json: standard output, an object a line (default:"
              + " LEHR_LOG_FORMAT, else text).")
  private String logs = "text";

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      defaultValue = "${env:LEHR_DRAIN:-25}",
      description =
          "How long to write checkpoints and hand work back when told to end (default: LEHR_DRAIN,"
              + " else 25).")
  private String drain = "25";

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "${env:LEHR_PATIENCE:-0}",
      description =
          "How long to wait at the start for Temporal and the ledger where they are away (default:"
              + " LEHR_PATIENCE, else 0).")
  private String patience = "0";

  /** What was asked for, understood. */
  record Served(
      Optional<ListenAddress> listen,
      Duties duties,
      boolean jsonLogs,
      Duration drain,
      Duration patience) {}

  /**
   * Understands the options, or says all that is wrong with them.
   *
   * @param ledgerIsFile whether the ledger is a file, which one process owns
   */
  Served read(boolean ledgerIsFile) {
    List<String> wrong = new ArrayList<>();
    Optional<ListenAddress> address = Optional.empty();
    try {
      address = listen.isBlank() ? Optional.empty() : Optional.of(ListenAddress.of(listen.strip()));
    } catch (BadInputException e) {
      wrong.addAll(e.problems());
    }
    Role what = role(wrong);
    List<String> named = classes(what, wrong);
    if (ledgerIsFile && what != Role.ALL) {
      wrong.add(
          "--role: found '"
              + what.key()
              + "' with the ledger in a file of the workspace, which one worker owns; expected all,"
              + " or a ledger in PostgreSQL (--ledger)");
    }
    Optional<Build> version = build(wrong);
    boolean json = logs.strip().toLowerCase(Locale.ROOT).equals("json");
    if (!json && !logs.strip().toLowerCase(Locale.ROOT).equals("text")) {
      wrong.add("--log-format: found '" + logs + "', expected text or json");
    }
    Duration draining = seconds("--drain", drain, 1, LONGEST_DRAIN, wrong);
    Duration waiting = seconds("--patience", patience, 0, LONGEST_PATIENCE, wrong);
    if (!wrong.isEmpty()) {
      throw new BadInputException("the worker cannot be started", wrong);
    }
    return new Served(address, new Duties(what, named, version), json, draining, waiting);
  }

  private Role role(List<String> wrong) {
    String asked = role.strip().toLowerCase(Locale.ROOT);
    for (Role each : Role.values()) {
      if (each.key().equals(asked)) {
        return each;
      }
    }
    wrong.add("--role: found '" + role + "', expected all, workflows or engine");
    return Role.ALL;
  }

  private List<String> classes(Role what, List<String> wrong) {
    if (classes.isBlank()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>();
    for (String word : classes.split(",", -1)) {
      String name = word.strip();
      if (NAME.matcher(name).matches()) {
        names.add(name);
      } else {
        wrong.add(
            "--class: found '"
                + name
                + "', expected a name of letters, digits, '_', '.' and '-', 63 at most");
      }
    }
    if (what == Role.WORKFLOWS) {
      wrong.add(
          "--class: found '"
              + classes
              + "' with the role workflows, expected none: a class is of workers with an engine");
    }
    return List.copyOf(names);
  }

  private Optional<Build> build(List<String> wrong) {
    if (deployment.isBlank() && build.isBlank()) {
      return Optional.empty();
    }
    if (deployment.isBlank() || build.isBlank()) {
      wrong.add(
          "--deployment and --build-id: found "
              + (deployment.isBlank()
                  ? "a build without a deployment"
                  : "no build of " + deployment)
              + ", expected both or neither");
    } else {
      for (String[] pair : new String[][] {{"--deployment", deployment}, {"--build-id", build}}) {
        if (!NAME.matcher(pair[1].strip()).matches()) {
          wrong.add(
              pair[0]
                  + ": found '"
                  + pair[1]
                  + "', expected letters, digits, '_', '.' and '-', 63 at most");
        }
      }
      // Temporal writes a version as DEPLOYMENT.BUILD.
      if (deployment.contains(".")) {
        wrong.add("--deployment: found '" + deployment + "', expected no '.'");
      }
    }
    return Optional.of(new Build(deployment.strip(), build.strip()));
  }

  private static Duration seconds(
      String option, String found, int least, int most, List<String> wrong) {
    String text = found.strip();
    if (text.matches("[0-9]{1,6}")) {
      int seconds = Integer.parseInt(text);
      if (seconds >= least && seconds <= most) {
        return Duration.ofSeconds(seconds);
      }
    }
    wrong.add(option + ": found '" + found + "', expected seconds from " + least + " to " + most);
    return Duration.ofSeconds(least);
  }
}
