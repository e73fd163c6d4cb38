package dev.lehr.activities.commands;

import java.util.List;

/** What is run. */
public sealed interface Program {

  /**
   * A program and its arguments; no shell is asked. Arguments may hold placeholders.
   *
   * @param words the program first, at least one
   */
  record Arguments(List<String> words) implements Program {
    /** Copies the list. */
    public Arguments {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("run is empty, expected a program");
      }
    }
  }

  /**
   * A line for {@code /bin/sh -c}. It holds no placeholders: values come in variables and files.
   */
  record Shell(String line) implements Program {}

  /** The program's name, as a worker's list of allowed programs has it. */
  default String name() {
    return this instanceof Arguments a ? a.words().get(0) : "/bin/sh";
  }
}
