package dev.lehr.activities.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** The style and the scripts that a page brings along. */
final class Assets {

  private static final String OWN = "/dev/lehr/report/";
  private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

  private Assets() {}

  static String style() {
    return text(OWN + "report.css");
  }

  /** The markup of a section that scripts fill. */
  static String section(String id) {
    return text(OWN + id + ".html");
  }

  /** Our scripts in the order in which they need each other. */
  static String script() {
    return List.of("data.js", "charts.js", "viewer.js", "report.js").stream()
        .map(name -> text(OWN + name))
        .collect(Collectors.joining("\n"));
  }

  /** Apache ECharts, a bundle with the charts that are drawn. */
  static String charts() {
    return text(
        "/META-INF/resources/webjars/echarts/" + chartsVersion() + "/dist/echarts.common.min.js");
  }

  static String chartsVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(WEBJAR)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  /** What a content security policy calls a script that may run. */
  static String digest(String script) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A browser reads line ends as line feeds, and digests what it reads. */
  private static String text(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = Assets.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("no " + resource + " on the class path");
    }
    return in;
  }
}
