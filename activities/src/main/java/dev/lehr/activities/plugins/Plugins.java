package dev.lehr.activities.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All implementations of a service that are on the class path, by name, and where each is from.
 * Where {@link java.util.ServiceLoader} would end at the first that is broken, this goes on and
 * notes which jar it is in.
 *
 * @param <T> the service
 */
public final class Plugins<T> {

  /** What to say where a name is not found. */
  public static final String HINT =
      "kinds of your own are found in the jars that LEHR_PLUGINS names; 'lehr plugins' lists them";

  /** Where Lehr's own are from. */
  public static final String BUILT_IN = "built in";

  /**
   * One that was found.
   *
   * @param provider it
   * @param origin the jar or directory that it is in, or {@link #BUILT_IN}
   */
  public record Found<T>(T provider, String origin) {}

  private final Map<String, Found<T>> byName = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Class<T> service;
  private final Function<T, String> name;

  private Plugins(Class<T> service, Function<T, String> name) {
    this.service = service;
    this.name = name;
  }

  /**
   * Looks for implementations; what is wrong with one is noted.
   *
   * @param name of an implementation, unique among them
   */
  public static <T> Plugins<T> find(
      Class<T> service, ClassLoader loader, Function<T, String> name) {
    Plugins<T> plugins = new Plugins<>(service, name);
    try {
      // A jar that is on the class path twice is one.
      Set<String> read = new HashSet<>();
      for (URL file :
          Collections.list(loader.getResources("META-INF/services/" + service.getName()))) {
        if (read.add(file.toString())) {
          plugins.read(file, loader);
        }
      }
    } catch (IOException e) {
      plugins.problems.add("the class path cannot be searched: " + e.getMessage());
    }
    return plugins;
  }

  private void read(URL file, ClassLoader loader) {
    String origin = origin(file);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file.openStream(), StandardCharsets.UTF_8))) {
      for (String line : lines.lines().toList()) {
        String type = line.replaceFirst("#.*", "").strip();
        if (!type.isEmpty()) {
          load(type, origin, loader);
        }
      }
    } catch (IOException e) {
      problems.add(origin + ": cannot be read: " + e.getMessage());
    }
  }

  private void load(String type, String origin, ClassLoader loader) {
    try {
      Class<?> loaded = Class.forName(type, true, loader);
      Object provider = loaded.getDeclaredConstructor().newInstance();
      add(service.cast(provider), type, origin);
    } catch (InvocationTargetException e) {
      problems.add(broken(origin, type, e.getCause() == null ? e : e.getCause()));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      problems.add(broken(origin, type, e));
    }
  }

  private void add(T provider, String type, String origin) {
    String key = name.apply(provider);
    Found<T> other =
        byName.putIfAbsent(
            key,
            new Found<>(provider, type.startsWith("dev.lehr.activities.") ? BUILT_IN : origin));
    if (other != null && !other.provider().getClass().equals(provider.getClass())) {
      problems.add(
          origin
              + ": "
              + type
              + " is called '"
              + key
              + "' as "
              + other.provider().getClass().getName()
              + " is ("
              + other.origin()
              + "), expected a name of its own");
    }
  }

  private static String broken(String origin, String type, Throwable why) {
    return origin
        + ": "
        + type
        + " cannot be used: "
        + why
        + (why instanceof LinkageError
            ? " (compiled against another version of Lehr, or for a newer Java?)"
            : "");
  }

  /** The jar or directory of a file in it. */
  private static String origin(URL file) {
    String text = file.getPath();
    int end = text.indexOf("META-INF/services/");
    String place = end < 0 ? text : text.substring(0, end);
    place = place.startsWith("file:") ? place.substring("file:".length()) : place;
    place = place.endsWith("!/") ? place.substring(0, place.length() - 2) : place;
    return java.net.URLDecoder.decode(place.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** What is wrong with some, one sentence each, which begins with the jar. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** All that can be used, by name. */
  public Map<String, Found<T>> found() {
    return Collections.unmodifiableMap(byName);
  }

  /**
   * All, by name.
   *
   * @throws PluginException where one cannot be used
   */
  public Map<String, T> all() {
    if (!problems.isEmpty()) {
      throw new PluginException(problems);
    }
    Map<String, T> all = new TreeMap<>();
    byName.forEach((key, found) -> all.put(key, found.provider()));
    return Collections.unmodifiableMap(all);
  }

  /**
   * What a plugin answers.
   *
   * @param key its name
   * @throws PluginException where it was compiled against what is not here
   */
  public <R> R asked(String key, Supplier<R> question) {
    try {
      return question.get();
    } catch (LinkageError e) {
      Found<T> found = byName.get(key);
      String origin = found == null ? "a plugin" : found.origin();
      throw new PluginException(List.of(broken(origin, "'" + key + "'", e)));
    }
  }
}
