package dev.lehr.activities.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the input of a run, and its arguments. */
final class RunInput {

  /** Systems take somewhat more than this in an argument or a variable. */
  private static final int LONGEST = 30_000;

  private final Request request;
  private final Places places;

  RunInput(Request request) {
    this.request = request;
    this.places = new Places(request.structure(), request.found());
  }

  /** Writes every file; what begins as a script does is made one that can be run. */
  void write() throws IOException, UnusableInputException {
    for (Map.Entry<String, InputFile> entry : request.spec().input().entrySet()) {
      Path file = request.directory().resolve(entry.getKey());
      String text = text(entry.getKey(), entry.getValue());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      if (text.startsWith("#!")
          && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr--r--"));
      }
    }
  }

  private String text(String name, InputFile file) throws UnusableInputException {
    if (file instanceof InputFile.Geometry geometry) {
      try {
        return geometry.format().of(request.structure());
      } catch (IllegalArgumentException e) {
        throw new UnusableInputException(name + ": " + e.getMessage());
      }
    }
    String text = file instanceof InputFile.Text plain ? plain.text() : "";
    return Templates.render(name, text, places);
  }

  /**
   * The arguments after the program.
   *
   * @throws UnusableInputException where a placeholder has no value, or a value would be taken for
   *     an option
   */
  List<String> arguments() throws UnusableInputException {
    checkLength("id", request.structure().id());
    if (request.spec().run() instanceof Program.Shell shell) {
      return List.of("-c", shell.line());
    }
    List<String> rendered = new ArrayList<>();
    if (request.spec().run() instanceof Program.Arguments a) {
      for (String word : a.words().subList(1, a.words().size())) {
        rendered.add(argument(word));
      }
    }
    return rendered;
  }

  private String argument(String word) throws UnusableInputException {
    String text = Templates.render("argument '" + word + "'", word, places);
    boolean option = text.startsWith("-") && !text.matches("-[\\d.].*");
    if (word.startsWith(Templates.OPEN) && option) {
      throw new UnusableInputException(
          "argument '"
              + word
              + "': found '"
              + text
              + "', which programs take for an option, expected a value that begins otherwise");
    }
    checkLength("argument '" + word + "'", text);
    if (text.indexOf('\0') >= 0) {
      throw new UnusableInputException(
          "argument '" + word + "': found a zero character, expected a text without");
    }
    return text;
  }

  private static void checkLength(String what, String text) throws UnusableInputException {
    if (text.length() > LONGEST) {
      throw new UnusableInputException(
          what
              + ": found "
              + text.length()
              + " characters, expected at most "
              + LONGEST
              + "; longer texts belong in input files");
    }
  }
}
