package dev.lehr.activities.commands;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which programs a worker runs: a campaign file alone must not be enough to run anything. */
public sealed interface CommandPolicy {

  /** No program. */
  record Nothing() implements CommandPolicy {}

  /** Any program. */
  record Anything() implements CommandPolicy {}

  /**
   * These programs, as campaigns write them: {@code pw.x} or {@code /opt/vasp/bin/vasp_std}; {@code
   * /bin/sh} for lines for the shell. Then campaigns cannot change where programs and libraries are
   * looked for.
   */
  record Only(Set<String> programs) implements CommandPolicy {
    /** Copies. */
    public Only {
      programs = Set.copyOf(programs);
    }

    private Optional<String> refusal(String program, Set<String> variables) {
      if (!programs.contains(program)) {
        return Optional.of(
            "this worker does not allow the program '"
                + program
                + "', only "
                + String.join(", ", new TreeSet<>(programs)));
      }
      return variables.stream()
          .filter(v -> v.equals("PATH") || v.startsWith("LD_") || v.startsWith("DYLD_"))
          .findFirst()
          .map(v -> "this worker allows some programs only, and no stage to set " + v);
    }
  }

  /** Why this is not run here; empty where it is. */
  default Optional<String> refusal(CommandSpec spec) {
    if (this instanceof Anything) {
      return Optional.empty();
    }
    if (this instanceof Only only) {
      return only.refusal(spec.run().name(), spec.environment().keySet());
    }
    return Optional.of("this worker does not allow command stages; start it with --allow-commands");
  }
}
