package dev.lehr.activities.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import dev.lehr.activities.stages.ConfiguredStage;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A stage that runs a program for each structure. Not a recipe: no model is asked. */
public final class CommandStage implements ConfiguredStage {

  private static final long MAX_TEMPLATE = 1 << 20;

  /** A placeholder of a long name: a stage, a dot, and what it found. */
  private static final Pattern FOUND = Pattern.compile("\\{\\{[{&#^]?\\s*[\\w-]+\\.\\w");

  private final CommandSpec spec;
  private final Vocabulary vocabulary;

  CommandStage(CommandSpec spec, Vocabulary vocabulary) {
    this.spec = spec;
    this.vocabulary = vocabulary;
  }

  /** Programs are told the structure's id. */
  @Override
  public boolean isRandom() {
    return true;
  }

  /** Not where a template or an argument has what an earlier stage found. */
  @Override
  public boolean isRemembered() {
    boolean inFiles =
        spec.input().values().stream()
            .anyMatch(f -> f instanceof InputFile.Text text && FOUND.matcher(text.text()).find());
    boolean inArguments =
        spec.run() instanceof Program.Arguments a
            && a.words().stream().anyMatch(word -> FOUND.matcher(word).find());
    return !inFiles && !inArguments;
  }

  /** What is run. */
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ObjectNode settings() {
    return CommandForm.write(spec);
  }

  /** The declared values, and {@code energy}, eV, where one of them is the energy. */
  @Override
  public Map<String, ValueType> values() {
    Map<String, ValueType> values = new LinkedHashMap<>(spec.values());
    spec.output().energy().ifPresent(e -> values.put("energy", ValueType.NUMBER));
    return values;
  }

  /** Whether templates stand in files; then they have to be read before the stage can be run. */
  public boolean hasTemplateFiles() {
    return spec.input().values().stream().anyMatch(f -> f instanceof InputFile.Template);
  }

  /**
   * A stage whose templates are read, or what is wrong with them.
   *
   * @param stage with the files' texts in place of their names; as it was where there are problems
   * @param problems each naming a file, what was found and what was expected
   */
  public record Loaded(CommandStage stage, List<String> problems) {}

  /**
   * Reads the files of templates, so that the stage does not depend on files that may change.
   *
   * @param directory the campaign file's
   */
  public Loaded withTemplates(Path directory) {
    Map<String, InputFile> files = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    spec.input()
        .forEach(
            (name, file) -> {
              if (file instanceof InputFile.Template template) {
                text(directory, template.path(), problems)
                    .ifPresent(text -> files.put(name, new InputFile.Text(text)));
              } else {
                files.put(name, file);
              }
            });
    return problems.isEmpty()
        ? new Loaded(new CommandStage(spec.withInput(files), vocabulary), List.of())
        : new Loaded(this, List.copyOf(problems));
  }

  private Optional<String> text(Path directory, String path, List<String> problems) {
    try {
      Path file = directory.resolve(path);
      if (Files.isRegularFile(file) && Files.size(file) <= MAX_TEMPLATE) {
        String text = Files.readString(file);
        Templates.problem(text, vocabulary).ifPresent(p -> problems.add(path + ": " + p));
        return Optional.of(text);
      }
      problems.add(
          path
              + ": found "
              + (Files.isRegularFile(file) ? "more than 1 MiB" : "no file in " + directory)
              + ", expected a template");
    } catch (CharacterCodingException e) {
      problems.add(path + ": found bytes that are no text, expected a template in UTF-8");
    } catch (IOException | InvalidPathException e) {
      problems.add(path + ": cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }
}
