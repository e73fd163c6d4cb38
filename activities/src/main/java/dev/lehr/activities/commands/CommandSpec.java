package dev.lehr.activities.commands;

import dev.lehr.activities.expressions.ValueType;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a command stage does. Immutable.
 *
 * @param run the program
 * @param input files to be written, by name
 * @param environment variables that are set
 * @param pass names of variables that the worker's environment lends
 * @param timeout after which a program is killed
 * @param output where values are found
 * @param values names and types of what is found: {@link ValueType#NUMBER}, {@link ValueType#TEXT}
 *     or {@link ValueType#TRUTH}
 * @param successExitCodes exit codes of success
 * @param keep which directories stay
 */
public record CommandSpec(
    Program run,
    Map<String, InputFile> input,
    Map<String, String> environment,
    List<String> pass,
    Duration timeout,
    Output output,
    Map<String, ValueType> values,
    Set<Integer> successExitCodes,
    Keep keep) {

  /** Copies. */
  public CommandSpec {
    input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    pass = List.copyOf(pass);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    successExitCodes = Collections.unmodifiableSet(new TreeSet<>(successExitCodes));
  }

  /** The same with other input. */
  CommandSpec withInput(Map<String, InputFile> files) {
    return new CommandSpec(
        run, files, environment, pass, timeout, output, values, successExitCodes, keep);
  }

  /**
   * Where values are found.
   *
   * @param json a file with an object of names and values
   * @param regex by name of a value
   * @param structure a file with the structure that goes on
   * @param energy the value that counts as the energy
   */
  public record Output(
      Optional<String> json,
      Map<String, Search> regex,
      Optional<String> structure,
      Optional<EnergyValue> energy) {
    /** Copies the map. */
    public Output {
      regex = Collections.unmodifiableMap(new LinkedHashMap<>(regex));
    }
  }

  /**
   * A value in a text: what the pattern's group holds in the last line where it is found, at its
   * first place there.
   *
   * @param pattern a regular expression of Java with one group
   * @param file a file's name, or {@code stdout} or {@code stderr}
   */
  public record Search(String pattern, String file) {}

  /**
   * The value that is the energy.
   *
   * @param value its name
   * @param unit its unit
   */
  public record EnergyValue(String value, String unit) {}
}
