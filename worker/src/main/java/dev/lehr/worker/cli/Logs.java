package dev.lehr.worker.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where logs go: to {@code lehr.log} in the workspace of a command that has one, else nowhere, and
 * warnings of ours to the terminal as one line.
 */
final class Logs {

  private Logs() {}

  static void none() {
    LogManager.getLogManager().reset();
  }

  static Path toWorkspace(Path workspace) {
    Path file = workspace.resolve("lehr.log");
    System.setProperty("lehr.log", file.toString());
    to("logback-workspace.xml");
    return file;
  }

  /** For machines: to standard output, a JSON object a line. */
  static void toStandardOutput() {
    to("logback-json.xml");
  }

  private static void to(String configuration) {
    System.setProperty("logback.configurationFile", configuration);
    configure(configuration);
    LogManager.getLogManager().reset();
    LogManager.getLogManager().getLogger("").addHandler(new ToSlf4j());
    // Threads of the embedded server may end with an error while it shuts down.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> LoggerFactory.getLogger("uncaught").warn("in {}", thread.getName(), e));
  }

  /** Also where something has made a logger before: then Logback has read another file already. */
  private static void configure(String resource) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      try {
        configurator.doConfigure(
            Objects.requireNonNull(Logs.class.getClassLoader().getResource(resource), resource));
      } catch (JoranException e) {
        throw new IllegalStateException(resource + " cannot be used: " + e.getMessage(), e);
      }
    }
  }

  /** gRPC logs by java.util.logging. */
  private static final class ToSlf4j extends Handler {
    @Override
    public void publish(LogRecord event) {
      Logger logger = LoggerFactory.getLogger(String.valueOf(event.getLoggerName()));
      if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
        logger.warn("{}", event.getMessage(), event.getThrown());
      } else {
        logger.debug("{}", event.getMessage(), event.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
