package dev.lehr.activities.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables that a program sees, and where it is found. */
final class RunEnvironment {

  /** Lent from the worker to every program; what else it has, secrets too, stays with it. */
  private static final List<String> LENT =
      List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ");

  private RunEnvironment() {}

  static Map<String, String> of(Request request) {
    Map<String, String> variables = new LinkedHashMap<>();
    lend(LENT, variables);
    lend(request.spec().pass(), variables);
    variables.putAll(request.spec().environment());
    variables.put("LEHR_ID", request.structure().id());
    variables.put("LEHR_FORMULA", request.structure().formula());
    variables.put("LEHR_N_ATOMS", Integer.toString(request.structure().nAtoms()));
    variables.put("LEHR_STAGE", request.stage());
    variables.put(ProcessMark.VARIABLE, request.directory().toString());
    return variables;
  }

  private static void lend(List<String> names, Map<String, String> variables) {
    for (String name : names) {
      String value = System.getenv(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
  }

  /**
   * The file of a program: as shells have it, a name with a slash is a path, here from the run's
   * directory, and another is looked up in {@code PATH}.
   */
  static Optional<Path> program(String name, Path directory, Map<String, String> variables) {
    if (name.contains("/")) {
      return Optional.of(directory.resolve(name)).filter(RunEnvironment::isProgram);
    }
    for (String entry : variables.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
      // Not from the run's directory: an input file must not become the program.
      if (entry.startsWith("/") && isProgram(Path.of(entry, name))) {
        return Optional.of(Path.of(entry, name));
      }
    }
    return Optional.empty();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
