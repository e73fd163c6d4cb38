package dev.lehr.activities.models;

import dev.lehr.activities.ingest.BadInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Private virtual environments, one for each set of pinned packages, made when first needed. One
 * that is not complete has no mark and is made anew.
 *
 * @param directory where they all are
 */
record PythonEnvironment(Path directory) {

  private static final String MARK = "lehr-complete";

  /**
   * The Python of the environment of some packages.
   *
   * @param requirements the content of a requirements file
   * @param said the Python to make it with
   * @param news told what takes long
   * @throws BadInputException where it cannot be made; the message has the end of pip's output
   */
  Path python(byte[] requirements, Optional<String> said, Consumer<String> news)
      throws IOException, InterruptedException {
    String name = Digests.sha256(requirements).substring(0, 16);
    Path environment = directory.resolve(name);
    Path python = environment.resolve("bin").resolve("python");
    Files.createDirectories(directory);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !Files.exists(environment.resolve(MARK))) {
        make(environment, python, requirements, said, news);
      }
    }
    return python;
  }

  private void make(
      Path environment,
      Path python,
      byte[] requirements,
      Optional<String> said,
      Consumer<String> news)
      throws IOException, InterruptedException {
    String base = PythonFinder.find(said);
    Trees.delete(environment);
    news.accept(
        "Making a Python environment in "
            + environment
            + " (once; PyPI's torch brings gigabytes and takes minutes) ...");
    Subprocess venv =
        Subprocess.run(directory, List.of(base, "-m", "venv", environment.toString()));
    failUnless(venv, "cannot make a Python environment with " + base);
    Path list = Files.write(environment.resolve("requirements.txt"), requirements);
    Subprocess pip =
        Subprocess.run(
            directory,
            List.of(
                python.toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-input",
                "--disable-pip-version-check",
                "--requirement",
                list.toString()));
    failUnless(pip, "pip cannot install the packages; the end of what it said");
    Files.createFile(environment.resolve(MARK));
  }

  private static void failUnless(Subprocess done, String what) {
    if (done.exit() != 0) {
      List<String> lines = new ArrayList<>(done.tail());
      if (lines.isEmpty()) {
        lines.add("exit status " + done.exit());
      }
      throw new BadInputException(what, lines);
    }
  }
}
