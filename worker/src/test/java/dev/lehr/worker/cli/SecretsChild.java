package dev.lehr.worker.cli;

import dev.lehr.worker.run.ProcessBackend;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs commands one after another in a process whose environment holds secrets. */
final class SecretsChild {

  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z][a-z-]*)\\b");

  private SecretsChild() {}

  /** Commands with {@code ;} between them; the exit code of each is printed. */
  public static void main(String[] args) {
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    Terminal terminal = new Terminal(out, out, false, false);
    List<String> command = new ArrayList<>();
    for (String arg : args) {
      if (arg.equals(";")) {
        out.println(command.get(0) + " = " + run(terminal, command));
        command.clear();
      } else {
        command.add(arg);
      }
    }
    for (String name : commands()) {
      run(terminal, List.of(name, "--help"));
    }
    out.flush();
    System.exit(0);
  }

  private static int run(Terminal terminal, List<String> command) {
    return Main.run(new ProcessBackend(), terminal, command.toArray(String[]::new));
  }

  private static List<String> commands() {
    StringWriter help = new StringWriter();
    PrintWriter to = new PrintWriter(help, true);
    run(new Terminal(to, to, false, false), List.of("--help"));
    List<String> names = new ArrayList<>();
    Matcher m = COMMAND.matcher(help.toString());
    while (m.find()) {
      names.add(m.group(1));
    }
    return names;
  }
}
