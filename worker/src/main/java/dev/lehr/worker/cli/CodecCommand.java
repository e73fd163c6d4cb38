package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.encryption.AccessToken;
import dev.lehr.worker.encryption.CodecEndpoint;
import dev.lehr.worker.encryption.KeyFile;
import dev.lehr.worker.encryption.PayloadEncryption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lehr codec}: decrypts for Temporal's user interface and command line. */
@Command(
    name = "codec",
    description = {
      "Decrypt for people what a Temporal server stores encrypted: an endpoint for Temporal's user"
          + " interface (Codec Server) and command line (--codec-endpoint). Works until it is told to"
          + " end.",
      "Who may ask it sees everything: it listens on this machine alone, or asks for a token."
    },
    footer = {
      "",
      "Examples:",
      "  (umask 077; lehr codec new-key > keys)",
      "  lehr codec --keys keys --allow-origin http://localhost:8233",
      "  temporal workflow show -w lehr-study --codec-endpoint http://127.0.0.1:8081"
    })
final class CodecCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = {"--keys", "--codec-keys"},
      paramLabel = "FILE",
      defaultValue = "${env:LEHR_CODEC_KEYS:-}",
      description = "Keys, as for lehr worker (default: LEHR_CODEC_KEYS).")
  private String keys = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8081",
      description = "Where to listen (default: ${DEFAULT-VALUE}).")
  private String listen = "";

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description =
          "Pages that may ask, such as http://localhost:8233; may be repeated (default: none).")
  private List<String> origins = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with a word that every request must carry (Authorization: Bearer WORD); needed"
              + " beyond this machine.")
  private Optional<Path> tokenFile = Optional.empty();

  private CodecCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine withSubcommands(Terminal terminal) {
    CommandLine line = new CommandLine(new CodecCommand(terminal));
    line.addSubcommand("new-key", new CodecKeyCommand(terminal));
    return line;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.none();
    try (CodecEndpoint endpoint = open()) {
      InetSocketAddress at = endpoint.address();
      terminal.say("Decrypts at http://" + at.getHostString() + ":" + at.getPort());
      new CountDownLatch(1).await();
    }
    return ExitCode.OK.code();
  }

  private CodecEndpoint open() {
    if (keys.isBlank()) {
      throw new BadInputException(
          "there is nothing to decrypt with",
          List.of("found no keys, expected --keys FILE or " + KeyFile.VARIABLE));
    }
    PayloadEncryption encryption = new PayloadEncryption(KeyFile.read(Path.of(keys)), false);
    Optional<AccessToken> token = tokenFile.map(AccessToken::read);
    InetSocketAddress address = address();
    if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
      throw bad("found " + listen + ", which others can reach, expected a --token-file with it");
    }
    try {
      return CodecEndpoint.listen(
          address, encryption, new CodecEndpoint.Access(Set.copyOf(origins), token));
    } catch (IOException e) {
      throw bad(listen + ": " + e.getMessage());
    }
  }

  private InetSocketAddress address() {
    int colon = listen.lastIndexOf(':');
    String port = listen.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw bad("found '" + listen + "', expected HOST:PORT");
    }
    String host = listen.substring(0, colon).replaceAll("^\\[|\\]$", "");
    InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
    if (address.isUnresolved()) {
      throw bad("found '" + listen + "', expected a host that is known");
    }
    return address;
  }

  private static BadInputException bad(String problem) {
    return new BadInputException("--listen cannot be used", List.of(problem));
  }
}
