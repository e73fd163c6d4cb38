package dev.lehr.activities.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.ModelOutput;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a model's process. Not for more than one thread at a time, but for {@link #close}.
 */
final class PythonProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PythonProcess.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final OutputStream out;
  private final DataInputStream in;
  private final ErrorTail errors;
  private final Deadline deadline;
  private final BridgeLimits limits;
  private final Hello hello;
  private long requests;

  /**
   * Starts the process and waits until the model is loaded.
   *
   * @throws ProcessLostException where it does not come so far
   */
  PythonProcess(PythonSource source, Path script, BridgeLimits limits) throws ProcessLostException {
    this.limits = limits;
    try {
      ProcessBuilder builder = new ProcessBuilder(source.executable(), script.toString());
      builder.environment().put("PYTHONUNBUFFERED", "1");
      builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
      process = builder.start();
    } catch (IOException e) {
      throw new ProcessLostException("'" + source.executable() + "' cannot be run", e);
    }
    out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
    in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    errors = new ErrorTail(process.getErrorStream());
    deadline = new Deadline(process);
    hello = greet(source);
  }

  private Hello greet(PythonSource source) throws ProcessLostException {
    deadline.within(limits.start());
    try {
      Frame.ofText('S', request(source)).write(out);
      Frame frame = Frame.read(in);
      if (frame.kind() == 'X') {
        throw lost(JSON.readTree(frame.text()).path("message").asText());
      }
      return Hello.read(frame.text());
    } catch (IOException e) {
      throw ended(e, limits.start());
    } finally {
      deadline.off();
    }
  }

  private static String request(PythonSource source) throws JsonProcessingException {
    ObjectNode asked = JSON.createObjectNode();
    asked.put("python", source.python()).put("kind", source.kind().key());
    asked.set("settings", JSON.readTree(source.settings()));
    var path = asked.putArray("path");
    source.path().forEach(directory -> path.add(directory.toString()));
    return JSON.writeValueAsString(asked);
  }

  Hello hello() {
    return hello;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Sends systems over and takes what comes back.
   *
   * @throws ProcessLostException where the process died, was silent for too long, or wrote nonsense
   * @throws DeviceOutOfMemoryException where it found no memory; it lives on
   */
  void evaluate(Exchange exchange, ModelOutput output) throws ProcessLostException {
    long id = ++requests;
    deadline.within(limits.forward(exchange.atoms()));
    try {
      exchange.request(id).write(out);
      Frame frame = Frame.read(in);
      while (frame.kind() == 'P' || frame.kind() == 'N') {
        deadline.within(limits.forward(exchange.atoms()));
        if (frame.kind() == 'N') {
          note(frame, exchange);
        }
        frame = Frame.read(in);
      }
      finish(frame, id, exchange, output);
    } catch (IOException e) {
      throw ended(e, limits.forward(exchange.atoms()));
    } finally {
      deadline.off();
    }
  }

  private void finish(Frame frame, long id, Exchange exchange, ModelOutput output)
      throws IOException {
    switch (frame.kind()) {
      case 'R' -> exchange.accept(frame.body(), id, output);
      case 'X' -> {
        JsonNode error = JSON.readTree(frame.text());
        String message = error.path("message").asText();
        if (error.path("kind").asText().equals("out-of-memory")) {
          throw new DeviceOutOfMemoryException(message);
        }
        throw new ProcessLostException(message + errors.text());
      }
      default -> throw new ProcessLostException("it wrote a frame '" + frame.kind() + "'");
    }
  }

  private static void note(Frame frame, Exchange exchange) throws IOException {
    JsonNode note = JSON.readTree(frame.text());
    int system = exchange.from() + note.path("system").asInt();
    LOG.warn(
        "the model has no numbers for system {} of the batch: {}",
        system,
        note.path("message").asText());
  }

  private ProcessLostException lost(String message) {
    return new ProcessLostException(message + errors.text());
  }

  /** Why this life is over, and makes sure that it is. */
  private ProcessLostException ended(IOException cause, Duration allowed) {
    try {
      if (cause instanceof ProcessLostException lost) {
        return lost;
      }
      String what =
          deadline.passed()
              ? "it was silent for " + allowed.toSeconds() + " s and was killed"
              : "it ended" + exitStatus();
      return new ProcessLostException(what + errors.text(), cause);
    } finally {
      close();
    }
  }

  private String exitStatus() {
    try {
      return process.waitFor(2, TimeUnit.SECONDS) ? ", exit status " + process.exitValue() : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Kills it, whatever it is doing. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
