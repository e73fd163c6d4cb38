package dev.lehr.activities.bridge;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Which model a Python process is to run.
 *
 * @param python {@code module:factory}, as in {@code sevenn.calculator:SevenNetCalculator}
 * @param kind what the factory makes
 * @param settings the factory's keyword arguments, a JSON object
 * @param environment a Python, or the directory of a virtual environment
 * @param path directories that modules are also looked for in
 */
public record PythonSource(
    String python, Kind kind, String settings, String environment, List<Path> path) {

  /** What a factory makes. */
  public enum Kind {
    /** An ASE calculator; it is asked for one system after another. */
    ASE("ase"),
    /** A torch-sim {@code ModelInterface}; it is given whole batches. */
    TORCH_SIM("torch-sim"),
    /** An object with {@code evaluate(numbers, positions, cell, pbc)}, without any package. */
    PLAIN("plain");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** As in a campaign file. */
    public String key() {
      return key;
    }

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Kind of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Copies the list. */
  public PythonSource {
    path = List.copyOf(path);
  }

  /** The executable, looked for in a virtual environment where that is what is named. */
  String executable() {
    Path inside = Path.of(environment, "bin", "python");
    return java.nio.file.Files.isExecutable(inside) ? inside.toString() : environment;
  }
}
