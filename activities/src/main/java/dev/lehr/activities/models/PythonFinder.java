package dev.lehr.activities.models;

import dev.lehr.activities.ingest.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a Python that the pinned packages have wheels for. */
final class PythonFinder {

  private static final int OLDEST = 10;
  private static final int NEWEST = 13;
  private static final List<String> USUAL =
      List.of("python3.12", "python3.11", "python3.13", "python3.10", "python3", "python");

  private PythonFinder() {}

  /**
   * The executable to make an environment with.
   *
   * @param said the user's; empty: the usual names are tried
   * @throws BadInputException where none is of a version that fits
   */
  static String find(Optional<String> said) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    for (String candidate : said.map(List::of).orElse(USUAL)) {
      Optional<String> version = version(candidate);
      if (version.isPresent() && fits(version.get())) {
        return candidate;
      }
      seen.add(candidate + " is " + version.map(v -> "Python " + v).orElse("not there"));
    }
    throw new BadInputException(
        "found no Python 3." + OLDEST + " to 3." + NEWEST + ", which exporting needs",
        List.of(String.join(", ", seen), "name one with --python"));
  }

  private static Optional<String> version(String python) throws InterruptedException {
    try {
      Subprocess answer =
          Subprocess.run(
              Path.of("."),
              List.of(python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"));
      return answer.exit() == 0 && !answer.tail().isEmpty()
          ? Optional.of(answer.tail().get(answer.tail().size() - 1).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean fits(String version) {
    if (!version.matches("3\\.[0-9]{1,3}")) {
      return false;
    }
    int minor = Integer.parseInt(version.substring(2));
    return minor >= OLDEST && minor <= NEWEST;
  }
}
