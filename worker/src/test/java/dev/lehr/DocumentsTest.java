package dev.lehr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents point to is there, and what they quote is said. */
class DocumentsTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCS = HOME.resolve("docs");

  /** Not ours, or made by builds and runs. */
  private static final Set<String> ELSEWHERE =
      Set.of("target", "node_modules", "lehr-workspace", "lehr-local", "results");

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```\\h*$");
  private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| *(`[^|]*`) *\\|");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");

  /** Two string literals with a plus between are one text. */
  private static final Pattern SEAM = Pattern.compile("\"\\s*\\+\\s*\"");

  private static final int TELLING = 8;

  @Test
  void everyLinkOfADocumentLeadsToAFileAndAHeadingThatAreThere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(prose(document));
      while (link.find()) {
        String target = link.group(1);
        if (target.matches("[a-z]+:.*")) {
          continue;
        }
        links++;
        if (!leadsSomewhere(document, target)) {
          broken.add(HOME.relativize(document) + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(100);
  }

  @Test
  void everyPageOfTheGuideIsInItsIndex() throws IOException {
    String index = Files.readString(DOCS.resolve("README.md"), UTF_8);
    try (Stream<Path> pages = Files.list(DOCS)) {
      assertThat(pages.map(p -> String.valueOf(p.getFileName())).filter(p -> p.endsWith(".md")))
          .filteredOn(page -> !page.equals("README.md"))
          .allSatisfy(page -> assertThat(index).contains("](" + page + ")"));
    }
  }

  @Test
  void everyMessageThatTroubleshootingQuotesIsOneOfTheSources() throws IOException {
    String sources = sources();
    List<String> unheard = new ArrayList<>();
    int messages = 0;
    Matcher row = ROW.matcher(Files.readString(DOCS.resolve("troubleshooting.md"), UTF_8));
    while (row.find()) {
      Matcher span = SPAN.matcher(row.group(1));
      while (span.find()) {
        messages++;
        String message = span.group(1);
        List<String> parts = Stream.of(message.split("\\.\\.\\.", -1)).map(String::strip).toList();
        boolean telling = parts.stream().anyMatch(part -> part.length() >= TELLING);
        if (!telling || !parts.stream().allMatch(sources::contains)) {
          unheard.add(message);
        }
      }
    }
    assertThat(unheard).isEmpty();
    assertThat(messages).isGreaterThan(60);
  }

  private static boolean leadsSomewhere(Path document, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0 || anchors(file).contains(target.substring(hash + 1));
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    String text = FENCED.matcher(Files.readString(document, UTF_8)).replaceAll("");
    Matcher heading = HEADING.matcher(text);
    while (heading.find()) {
      String words = heading.group(1).strip().toLowerCase(Locale.ROOT);
      anchors.add(words.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
    return anchors;
  }

  private static String prose(Path document) throws IOException {
    String text = FENCED.matcher(Files.readString(document, UTF_8)).replaceAll("");
    return CODE.matcher(text).replaceAll("");
  }

  private static List<Path> documents() throws IOException {
    return files(HOME, ".md");
  }

  private static String sources() throws IOException {
    List<Path> files = new ArrayList<>(List.of(HOME.resolve("lehr")));
    for (String module : List.of("simulation", "workflows", "activities", "worker")) {
      files.addAll(files(HOME.resolve(module + "/src/main"), ".java"));
    }
    StringBuilder text = new StringBuilder();
    for (Path file : files) {
      text.append(Files.readString(file, UTF_8)).append('\n');
    }
    String joined = SEAM.matcher(text).replaceAll("");
    return joined.lines().map(String::strip).collect(joining("\n"));
  }

  private static List<Path> files(Path below, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        below,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes about) {
            String name = String.valueOf(directory.getFileName());
            boolean skipped = name.startsWith(".") || ELSEWHERE.contains(name);
            boolean ours = directory.equals(below) || !skipped;
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            if (String.valueOf(file.getFileName()).endsWith(ending)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
