package dev.lehr.worker.cli;

import java.io.PrintWriter;

/**
 * Where a command writes.
 *
 * @param out what was asked for
 * @param err progress and what went wrong
 * @param colour whether {@code out} takes colours
 * @param live whether {@code err} is a terminal that a line can be rewritten on
 */
record Terminal(PrintWriter out, PrintWriter err, boolean colour, boolean live) {

  /** The process's own; the launcher says which of its streams are terminals. */
  static Terminal ofProcess(PrintWriter out, PrintWriter err) {
    boolean colour = Boolean.getBoolean("lehr.tty.out") && System.getenv("NO_COLOR") == null;
    return new Terminal(out, err, colour, Boolean.getBoolean("lehr.tty.err"));
  }

  Terminal plain() {
    return new Terminal(out, err, false, live);
  }

  String bold(String text) {
    return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  String red(String text) {
    return colour ? "\u001b[31m" + text + "\u001b[0m" : text;
  }

  void say(String line) {
    out.println(line);
    out.flush();
  }

  void warn(String line) {
    err.println(line);
    err.flush();
  }
}
