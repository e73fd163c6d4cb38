package dev.lehr.activities.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.lehr.activities.commands.CommandOutcome.Failed;
import dev.lehr.activities.commands.CommandOutcome.Finished;
import dev.lehr.activities.commands.CommandOutcome.Interrupted;
import dev.lehr.simulation.structure.Structure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs are lines and scripts for {@code /bin/sh}. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class CommandRunnerTest {

  private static final CommandLimits LIMITS = new CommandLimits(100_000, Duration.ofMillis(300));
  private static final Map<String, Map<String, Object>> FOUND =
      Map.of("relax", Map.of("energy_per_atom", -3.25, "status", "converged"));

  @TempDir Path workspace;

  private final CommandRunner runner = new CommandRunner(new CommandPolicy.Anything(), LIMITS);

  private Request request(String yaml, Structure structure, String attempt) {
    Path home = RunDirectory.ofStructure(workspace, "campaign", "dft", 7, structure.id());
    return new Request(Stages.spec(yaml), "dft", structure, FOUND, home, attempt);
  }

  private Request request(String yaml) {
    return request(yaml, Stages.SALT, "1-1-0-0");
  }

  private CommandOutcome outcome(Request request) throws Exception {
    return runner.start(request).outcome().get(30, TimeUnit.SECONDS);
  }

  private Failed failed(String yaml) throws Exception {
    CommandOutcome outcome = outcome(request(yaml));
    assertThat(outcome).isInstanceOf(Failed.class);
    return (Failed) outcome;
  }

  private Finished finished(Request request) throws Exception {
    CommandOutcome outcome = outcome(request);
    assertThat(outcome).isInstanceOf(Finished.class);
    return (Finished) outcome;
  }

  private static boolean lives(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static long pidIn(Path file) {
    await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file) && Files.size(file) > 1);
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void valuesOfJsonComeBackWithTheirTypes() throws Exception {
    Finished f =
        finished(
            request(
                """
                run: 'echo ''{"energy": -1.5, "note": "ok", "metal": false, "more": [1]}'' > r.json'
                output: {json: r.json, energy: energy}
                values: {energy: number, note: text, metal: truth}
                """));
    assertThat(f.values()).isEqualTo(Map.of("energy", -1.5, "note", "ok", "metal", false));
    assertThat(f.energy()).hasValue(-1.5);
    assertThat(f.structure()).isEmpty();
    assertThat(f.seconds()).isBetween(0.0, 30.0);
  }

  @Test
  void theLastLineThatAPatternMatchesCountsAndUnitsAreConverted() throws Exception {
    Finished f =
        finished(
            request(
                """
                run: |
                  echo '     total energy = -1.0 Ry'
                  echo '!    total energy = -2.0D+00 Ry'; echo 'convergence: T' > log
                output:
                  regex:
                    total: 'total energy = (\\S+) Ry'
                    converged: {pattern: 'convergence: (\\w)', file: log}
                  energy: {value: total, unit: Ry}
                values: {total: number, converged: truth}
                """));
    assertThat(f.values()).containsEntry("total", -2.0).containsEntry("converged", true);
    // CODATA 2014: 1 Ry = 13.605693009 eV.
    assertThat(f.energy().orElseThrow()).isCloseTo(-27.211386018, within(1e-9));
  }

  @Test
  void theStructureThatAProgramWritesGoesOnUnderTheOldId() throws Exception {
    Finished f =
        finished(
            request(
                """
                run: 'sed -e "s/^2.8 0.0 0.0/2.7 0.1 0.0/" POSCAR > CONTCAR'
                input: {POSCAR: {structure: poscar}}
                output: {structure: CONTCAR}
                """));
    Structure moved = f.structure().orElseThrow();
    assertThat(moved.id()).isEqualTo("salt");
    assertThat(moved.positions()).containsExactly(0, 0, 0, 2.7, 0.1, 0);
    assertThat(moved.cell())
        .hasValueSatisfying(c -> assertThat(c).containsExactly(Stages.SALT.cell().orElseThrow()));
  }

  @Test
  void aStructureOfOtherAtomsIsBadOutput() throws Exception {
    Failed f =
        failed(
            """
            run: 'sed -e "s/^Na Cl/Cl Na/" POSCAR > CONTCAR'
            input: {POSCAR: {structure: poscar}}
            output: {structure: CONTCAR}
            """);
    assertThat(f.reason()).isEqualTo("bad_output");
    assertThat(f.detail()).contains("CONTCAR: found ClNa in another order, expected ClNa");
  }

  @Test
  void inputFilesArgumentsAndVariablesHoldWhatIsKnown() throws Exception {
    Finished f =
        finished(
            request(
                """
                run: [./job.sh, "{{relax.energy_per_atom}}", "--id={{id}}"]
                input:
                  job.sh:
                    text: |
                      #!/bin/sh
                      echo "args: $1 $2"
                      echo "vars: $LEHR_ID $LEHR_FORMULA $LEHR_N_ATOMS $LEHR_STAGE $A"
                      echo "here: $(pwd) $LEHR_DIR"
                  sub/in.txt: {text: "{{relax.status}} {{n_atoms}}"}
                environment: {A: b c}
                values: {args: text, vars: text, here: text, sub: text}
                output:
                  regex:
                    args: 'args: (.*)'
                    vars: 'vars: (.*)'
                    here: 'here: (.*)'
                    sub: {pattern: '(.*)', file: sub/in.txt}
                """));
    Path directory = request("run: [a]").directory();
    assertThat(f.values())
        .containsEntry("args", "-3.25 --id=salt")
        .containsEntry("vars", "salt ClNa 2 dft b c")
        .containsEntry("here", directory.toRealPath() + " " + directory)
        .containsEntry("sub", "converged 2");
  }

  @Test
  void onlyVariablesThatAreNamedAreLent() throws Exception {
    Finished f =
        finished(
            request(
                "run: 'env | cut -d= -f1 | sort | tr \"\\n\" \" \"'\n"
                    + "values: {names: text}\noutput: {regex: {names: '(.*)'}}"));
    List<String> allowed =
        List.of(
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "TZ",
            "LEHR_ID",
            "LEHR_FORMULA",
            "LEHR_N_ATOMS",
            "LEHR_STAGE",
            "LEHR_DIR",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_");
    assertThat(List.of(String.valueOf(f.values().get("names")).split(" ", -1)))
        .contains("LEHR_ID")
        .isSubsetOf(allowed);
  }

  @Test
  void whatTheOutputLacksOrHasOtherwiseIsSaidWithTheFile() throws Exception {
    String json =
        "values: {e: number}\noutput: {json: r.json}\nrun: 'echo ''%s'' > r.json; echo bad >&2'";
    assertBad(json.formatted("{}"), "r.json: found no 'e', expected 'e', a number");
    assertBad(json.formatted("{\"e\": \"x\"}"), "r.json: found 'e': \"x\", expected 'e', a number");
    assertBad(json.formatted("{\"e\": NaN}"), "r.json: found 'e': \"NaN\", expected a finite");
    assertBad(json.formatted("{\"e\": null}"), "found 'e': null, expected 'e', a number");
    assertBad(json.formatted("[1]"), "r.json: found [1], expected a JSON object");
    assertBad(json.formatted("oops"), "r.json: found text that is no JSON");
    assertBad(json.formatted("oops"), "last lines of stderr:\nbad");
    assertBad(
        "run: 'true'\nvalues: {e: number}\noutput: {json: r.json}",
        "r.json: found no such file, expected a JSON object");
    String regex = "values: {e: number}\noutput: {regex: {e: 'E=(.*)'}}\nrun: [echo, '%s']";
    assertBad(regex.formatted("F=1"), "stdout: found no line with 'E=(.*)', expected 'e'");
    assertBad(regex.formatted("E=****"), "stdout: found 'e': '****', expected 'e', a number");
    assertBad("run: 'true'\noutput: {structure: CONTCAR}", "CONTCAR: found no such file");
    assertBad("run: 'echo x > CONTCAR'\noutput: {structure: CONTCAR}", "CONTCAR");
  }

  private void assertBad(String yaml, String detail) throws Exception {
    Failed f = failed(yaml);
    assertThat(f.reason()).isEqualTo("bad_output");
    assertThat(f.detail()).contains(detail);
  }

  @Test
  void aPatternWithoutEndIsGivenUp() throws Exception {
    assertBad(
        "run: [echo, '"
            + "a".repeat(60)
            + "!']\nvalues: {e: text}\n"
            + "output: {regex: {e: '^((?:a|aa)+)+$'}}".replace("((?:a|aa)+)+", "((?:(?:a|aa)+)+)"),
        "does not come to an end");
  }

  @Test
  void anExitCodeThatIsNoSuccessFailsWithTheLastLinesOfTheErrors() throws Exception {
    Failed f =
        failed("run: 'i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i >&2; done; exit 3'");
    assertThat(f.reason()).isEqualTo("exit_code_3");
    assertThat(f.detail()).contains("exit code 3").contains("line 30").doesNotContain("line 20\n");
    assertThat(outcome(request("run: 'exit 3'\nsuccess_exit_codes: [0, 3]")))
        .isInstanceOf(Finished.class);
  }

  @Test
  void aProgramThatIsNotThereIsNamed() throws Exception {
    Failed f = failed("run: [no-such-program-of-anybody]");
    assertThat(f.reason()).isEqualTo("no_such_program");
    assertThat(f.detail()).contains("'no-such-program-of-anybody'");
  }

  @Test
  void aValueThatIsMissingIsNamedAndNothingIsRun() throws Exception {
    Request whole =
        request("{run: [touch, ran], input: {in: {text: 'a\n\n{{relax.energy_per_atom}}'}}}");
    Request lacking =
        new Request(
            whole.spec(), "dft", Stages.SALT, Map.of("relax", Map.of()), whole.home(), "1-1-0-0");
    Failed f = (Failed) outcome(lacking);
    assertThat(f.reason()).isEqualTo("bad_input");
    assertThat(f.detail()).contains("in, line").contains("relax.energy_per_atom");
    assertThat(lacking.directory().resolve("ran")).doesNotExist();
  }

  @Test
  void aStructureThatAFormatCannotHoldIsBadInput() throws Exception {
    Structure molecule =
        Structure.builder("m", "m#0", new int[] {1, 1}, new double[] {0, 0, 0, 0, 0, 0.74}).build();
    Failed f =
        (Failed)
            outcome(
                request("{run: [ls], input: {POSCAR: {structure: poscar}}}", molecule, "1-1-0-0"));
    assertThat(f.reason()).isEqualTo("bad_input");
    assertThat(f.detail())
        .isEqualTo("POSCAR: found no cell, expected one, since a POSCAR holds crystals only");
  }

  @Test
  void hostileIdsAreTextAndNothingElse() throws Exception {
    for (String id :
        List.of("$(touch x); rm -rf *", "../../etc", "`touch x`", "a\"b'c", "*", "a\nb")) {
      Structure s = Stages.SALT.toBuilder().id(id).build();
      Request request =
          request(
              """
              run: [sh, job.sh, "id={{id}}"]
              input:
                job.sh: {text: 'printf %s "$LEHR_ID" > id.txt; printf %s "$1" > argument.txt'}
                in.txt: {text: '{{id}}'}
              keep: all
              """,
              s, "1-1-0-0");
      finished(request);
      Path directory = request.directory();
      assertThat(directory.getParent().getParent())
          .isEqualTo(workspace.resolve("commands/campaign/dft"));
      assertThat(directory.resolve("id.txt")).hasContent(id);
      assertThat(directory.resolve("argument.txt")).hasContent("id=" + id);
      assertThat(directory.resolve("in.txt")).hasContent(id);
      assertThat(directory.resolve("x")).doesNotExist();
    }
  }

  @Test
  void anIdThatLooksLikeAnOptionAndOneWithAZeroAreRefused() throws Exception {
    Structure option = Stages.SALT.toBuilder().id("-rf").build();
    Failed f = (Failed) outcome(request("run: [ls, '{{id}}']", option, "1-1-0-0"));
    assertThat(f.reason()).isEqualTo("bad_input");
    assertThat(f.detail()).contains("found '-rf', which programs take for an option");
    Structure zero = Stages.SALT.toBuilder().id("a\0b").build();
    assertThat(((Failed) outcome(request("run: [ls]", zero, "1-1-0-0"))).reason())
        .isEqualTo("bad_input");
  }

  @Test
  void whoTakesTooLongIsKilledWithEverythingItStarted() throws Exception {
    Failed f =
        failed(
            """
            run: |
              trap '' TERM
              (trap '' TERM; sleep 1000) & echo $! > child
              sleep 1000
            timeout: 1 s
            keep: all
            """);
    assertThat(f.reason()).isEqualTo("timed_out");
    assertThat(f.detail()).contains("within 1.0 s");
    assertThat(lives(pidIn(request("run: [a]").directory().resolve("child")))).isFalse();
  }

  @Test
  void whoIsToStopIsAskedFirstAndTheOutcomeIsNoResult() throws Exception {
    Request request =
        request("run: 'trap \"touch asked; exit 0\" TERM; sleep 1000 & echo $! > child; wait'");
    Running running = runner.start(request);
    long child = pidIn(request.directory().resolve("child"));
    assertThat(lives(child)).isTrue();
    running.stop();
    running.stop();
    assertThat(running.outcome().get(30, TimeUnit.SECONDS)).isEqualTo(new Interrupted());
    assertThat(request.directory().resolve("asked")).exists();
    await().atMost(Duration.ofSeconds(5)).until(() -> !lives(child));
  }

  @Test
  void whatAProgramLeavesRunningEndsWithIt() throws Exception {
    Request request =
        request("{run: 'sleep 1000 & echo $! > child; setsid sleep 1000 & sleep 0.3', keep: all}");
    finished(request);
    assertThat(lives(pidIn(request.directory().resolve("child")))).isFalse();
    assertThat(ProcessMark.of(request.directory())).isEmpty();
  }

  @Test
  void whoIsEndedFromOutsideTogetherWithTheWorkerIsRunAgain() throws Exception {
    Request request = request("run: 'echo $$ > me; kill -TERM $$'");
    Running running = runner.start(request);
    long me = pidIn(request.directory().resolve("me"));
    await().atMost(Duration.ofSeconds(5)).until(() -> !lives(me));
    running.stop();
    assertThat(running.outcome().get(30, TimeUnit.SECONDS)).isEqualTo(new Interrupted());
    assertThat(failed("run: 'kill -TERM $$'").reason()).isEqualTo("exit_code_143");
  }

  @Test
  void whoPrintsTooMuchIsKilledAndTheFileIsCut() throws Exception {
    Failed f = failed("{run: 'yes', keep: all}");
    assertThat(f.reason()).isEqualTo("too_much_output");
    assertThat(Files.size(request("run: [a]").directory().resolve("stdout")))
        .isLessThanOrEqualTo(LIMITS.output());
    assertThat(failed("run: 'head -c 200000 /dev/zero >&2'").reason()).isEqualTo("too_much_output");
  }

  @Test
  void whatAWorkerThatWasKilledLeftRunningIsKilledBeforeTheNextAttempt() throws Exception {
    Path earlier = Files.createDirectories(request("run: [a]").home().resolve("1-0-0-0"));
    Process left = new ProcessBuilder("sleep", "1000").directory(earlier.toFile()).start();
    RunRecord.write(earlier, left.toHandle());
    ProcessBuilder orphans = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!");
    orphans.environment().put("LEHR_DIR", earlier.toString());
    Process parent = orphans.redirectOutput(earlier.resolve("orphan").toFile()).start();
    parent.waitFor();
    long orphan = pidIn(earlier.resolve("orphan"));
    try {
      assertThat(lives(orphan)).isTrue();
      finished(request("run: 'true'"));
      assertThat(left.waitFor(5, TimeUnit.SECONDS)).isTrue();
      if (ProcessMark.isReadable()) {
        await().atMost(Duration.ofSeconds(5)).until(() -> !lives(orphan));
      }
    } finally {
      left.destroyForcibly();
      ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void aStrangerThatHasTheNumberOfAnEarlierAttemptIsSpared() throws Exception {
    Path earlier = Files.createDirectories(request("run: [a]").home().resolve("1-0-0-0"));
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    Instant hourAgo = Instant.now().minusSeconds(3600);
    Files.writeString(earlier.resolve(RunRecord.FILE), stranger.pid() + "\n" + hourAgo + "\n");
    try {
      finished(request("run: 'true'"));
      assertThat(stranger.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aRecordThatCannotBeReadHindersNobody() throws Exception {
    Path earlier = Files.createDirectories(request("run: [a]").home().resolve("1-0-0-0"));
    Files.writeString(earlier.resolve(RunRecord.FILE), "what?");
    finished(request("run: 'true'"));
  }

  @Test
  void ofASuccessTheOutputStaysAndOlderAttemptsGo() throws Exception {
    Request older = request("run: 'exit 1'", Stages.SALT, "1-1-0-0");
    runner.tidy(older, outcome(older));
    assertThat(older.directory().resolve("stderr")).exists();
    Request request =
        request(
            "{run: 'echo {} > r.json; touch scratch', output: {json: r.json}}",
            Stages.SALT,
            "1-2-0-0");
    runner.tidy(request, finished(request));
    assertThat(older.directory()).doesNotExist();
    assertThat(request.directory().toFile().list())
        .containsExactlyInAnyOrder("stdout", "stderr", "r.json");
  }

  @Test
  void keepSaysWhatStays() throws Exception {
    Request all = request("{run: 'touch scratch', keep: all}");
    runner.tidy(all, finished(all));
    assertThat(all.directory().resolve("scratch")).exists();
    Request nothing = request("{run: 'exit 1', keep: nothing}");
    runner.tidy(nothing, outcome(nothing));
    assertThat(nothing.home()).doesNotExist();
    Request output = request("run: 'true'");
    outcome(output);
    runner.tidy(output, new Interrupted());
    assertThat(output.directory()).doesNotExist();
  }

  @Test
  void nothingOfAnEarlierAttemptCountsInANewOne() throws Exception {
    Request request = request("{run: 'true', values: {e: number}, output: {json: r.json}}");
    Files.createDirectories(request.directory());
    Files.writeString(request.directory().resolve("r.json"), "{\"e\": 1}");
    Files.createDirectories(request.home().resolve("0-0-0-0"));
    Files.writeString(request.home().resolve("0-0-0-0/r.json"), "{\"e\": 1}");
    assertThat(((Failed) outcome(request)).reason()).isEqualTo("bad_output");
  }

  @Test
  void aWorkerRunsOnlyWhatItAllows() {
    CommandSpec ls = Stages.spec("run: [ls]");
    CommandSpec shell = Stages.spec("run: ls");
    CommandSpec path = Stages.spec("{run: [ls], environment: {PATH: /tmp}}");
    CommandPolicy only = new CommandPolicy.Only(Set.of("ls", "cat"));
    assertThat(new CommandPolicy.Anything().refusal(path)).isEmpty();
    assertThat(new CommandPolicy.Nothing().refusal(ls))
        .contains("this worker does not allow command stages; start it with --allow-commands");
    assertThat(only.refusal(ls)).isEmpty();
    assertThat(only.refusal(shell))
        .contains("this worker does not allow the program '/bin/sh', only cat, ls");
    assertThat(only.refusal(path)).hasValueSatisfying(m -> assertThat(m).contains("to set PATH"));
    assertThatThrownBy(
            () ->
                new CommandRunner(new CommandPolicy.Nothing(), LIMITS).start(request("run: [ls]")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsTheMachinesFailure() throws Exception {
    Files.writeString(workspace.resolve("commands"), "a file where a directory should be");
    assertThatThrownBy(() -> outcome(request("run: 'true'")))
        .hasCauseInstanceOf(java.io.IOException.class);
  }

  @Test
  void aProgramMayRemoveEverythingInItsDirectory() throws Exception {
    assertThat(outcome(request("run: 'rm -rf \"$LEHR_DIR\"'"))).isInstanceOf(Finished.class);
    assertThat(failed("run: 'rm -rf \"$LEHR_DIR\"; exit 2'").reason()).isEqualTo("exit_code_2");
    assertBad(
        "run: 'rm -f *'\nvalues: {e: text}\noutput: {regex: {e: '(.*)'}}", "stdout: found no such");
  }

  @Test
  void anArgumentIsOfBoundedLength() throws Exception {
    Structure s = Stages.SALT.toBuilder().id("x".repeat(40_000)).build();
    Failed f = (Failed) outcome(request("run: [ls, '{{id}}']", s, "1-1-0-0"));
    assertThat(f.reason()).isEqualTo("bad_input");
    assertThat(f.detail()).contains("found 40000 characters, expected at most 30000");
  }

  @Test
  void anInputFileDoesNotTakeTheNameOfAProgram() throws Exception {
    Failed f =
        failed(
            """
            run: [no-such-program-of-anybody]
            input: {no-such-program-of-anybody: {text: "#!/bin/sh"}}
            environment: {PATH: '.::/usr/bin:/bin'}
            """);
    assertThat(f.reason()).isEqualTo("no_such_program");
  }

  @Test
  void manyScriptsAreWrittenAndRunAtOnce() throws Exception {
    String yaml = "{run: [./job.sh], input: {job.sh: {text: \"#!/bin/sh\\nexit 0\\n\"}}}";
    List<Running> all = new java.util.ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Structure s = Stages.SALT.toBuilder().id("s" + i).build();
      all.add(runner.start(request(yaml, s, "1-1-0-0")));
    }
    for (Running each : all) {
      assertThat(each.outcome().get(60, TimeUnit.SECONDS)).isInstanceOf(Finished.class);
    }
  }

  @Test
  void aWorkerThatIsKilledOutrightLeavesWhatTheNextOneEnds() throws Exception {
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherWorker.class.getName(),
                workspace.toString())
            .redirectErrorStream(true)
            .redirectOutput(workspace.resolve("worker.log").toFile())
            .start();
    long child = pidIn(workspace.resolve("commands/campaign/dft/7-salt/0-9-0-0/child"));
    worker.destroyForcibly().waitFor();
    assertThat(lives(child)).isTrue();
    finished(request("run: 'true'", Stages.SALT, "1-1-0-0"));
    await().atMost(Duration.ofSeconds(5)).until(() -> !lives(child));
  }

  /** The process of a worker that is killed. */
  static final class OtherWorker {
    private OtherWorker() {}

    /** Starts a program in a workspace, and waits. */
    public static void main(String[] arguments) throws Exception {
      CommandRunnerTest test = new CommandRunnerTest();
      test.workspace = Path.of(arguments[0]);
      Request request =
          test.request("run: 'sleep 1000 & echo $! > child; wait'", Stages.SALT, "0-9-0-0");
      test.runner.start(request).outcome().get();
    }
  }
}
