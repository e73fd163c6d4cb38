package dev.lehr.activities.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL on a free port of this machine, from the binaries in {@code
 * LEHR_TEST_POSTGRES_BIN} or where Debian puts them. It ends with this process, however that ends.
 */
public final class PostgresServer implements AutoCloseable {

  /** The server goes when the pipe to this shell closes, also because the tests were killed. */
  private static final String KEEPER =
      "\"$@\" </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server";

  private static final int PATIENCE_SECONDS = 60;

  private static Optional<PostgresServer> shared = Optional.empty();

  private final Path binaries;
  private final Path home;
  private final int port;
  private final List<String> settings;
  private Optional<Process> keeper = Optional.empty();

  private PostgresServer(Path binaries, Path home, int port, List<String> settings) {
    this.binaries = binaries;
    this.home = home;
    this.port = port;
    this.settings = settings;
  }

  /** Why there is no server to test with; empty: there is. */
  public static Optional<String> missing() {
    return binaries().isPresent()
        ? Optional.empty()
        : Optional.of(
            "PostgreSQL is not installed: found no initdb in LEHR_TEST_POSTGRES_BIN or, if that is"
                + " not set, in /usr/lib/postgresql/*/bin");
  }

  private static Optional<Path> binaries() {
    List<Path> places = new ArrayList<>();
    String told = System.getenv("LEHR_TEST_POSTGRES_BIN");
    if (told != null) {
      return Optional.of(Path.of(told)).filter(p -> Files.isExecutable(p.resolve("initdb")));
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions
            .sorted(Comparator.comparing(PostgresServer::version).reversed())
            .forEach(v -> places.add(v.resolve("bin")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return places.stream().filter(p -> Files.isExecutable(p.resolve("initdb"))).findFirst();
  }

  private static int version(Path directory) {
    String name = directory.getFileName().toString();
    return name.matches("[0-9]{1,4}") ? Integer.parseInt(name) : 0;
  }

  /** The one that all tests of this process share. It does not wait for the disk. */
  public static synchronized PostgresServer shared() {
    if (shared.isEmpty()) {
      PostgresServer server = start(List.of("fsync=off", "full_page_writes=off"));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      shared = Optional.of(server);
    }
    return shared.get();
  }

  /** Makes a database cluster of its own and starts a server on it. */
  public static PostgresServer start(List<String> settings) {
    try {
      Path home = Files.createTempDirectory("lehr-postgres");
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path data = Files.createDirectory(home.resolve("data"));
      ownedByServer(data);
      PostgresServer server =
          new PostgresServer(binaries().orElseThrow(), home, freePort(), settings);
      server.run(
          List.of(
              server.binary("initdb"),
              "-D",
              data.toString(),
              "-U",
              "lehr",
              "-E",
              "UTF8",
              "--locale=C.UTF-8",
              "-A",
              "trust",
              "--no-sync"));
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a file to the user whom the server runs as, which takes no key of anybody else's. */
  static Path ownedByServer(Path file) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          file,
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
    return file;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String binary(String name) {
    return binaries.resolve(name).toString();
  }

  /** The server refuses to be root. */
  private static List<String> unprivileged(List<String> command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    all.addAll(command);
    return all;
  }

  private void run(List<String> command) throws IOException {
    Path log = home.resolve("initdb.log");
    Process process =
        new ProcessBuilder(unprivileged(command))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts the server, after {@link #stop} again on the same port. */
  public void start() throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "sh"));
    List<String> server =
        new ArrayList<>(List.of(binary("postgres"), "-D", home + "/data", "-p", "" + port));
    List.of("listen_addresses=127.0.0.1", "unix_socket_directories=")
        .forEach(s -> server.addAll(List.of("-c", s)));
    settings.forEach(s -> server.addAll(List.of("-c", s)));
    command.addAll(unprivileged(server));
    keeper =
        Optional.of(
            new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                    ProcessBuilder.Redirect.appendTo(home.resolve("server.log").toFile()))
                .start());
    awaitStart();
  }

  private void awaitStart() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        execute("SELECT 1");
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > end || !keeper.orElseThrow().isAlive()) {
          throw new IllegalStateException(
              "no server: " + Files.readString(home.resolve("server.log")), e);
        }
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Ends the server, and with it every session, as an administrator would. */
  public void stop() {
    keeper.ifPresent(
        process -> {
          try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
              throw new IllegalStateException("the server does not end");
            }
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    keeper = Optional.empty();
  }

  /** The port on the loopback address. */
  public int port() {
    return port;
  }

  /** The driver's address of a schema, which is made if it is not there. */
  public PostgresAddress schema(String name) {
    try {
      execute("CREATE SCHEMA IF NOT EXISTS " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return address(port, name);
  }

  /** The address of a schema by way of another port of this machine. */
  public static PostgresAddress address(int port, String schema) {
    return new PostgresAddress(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=" + schema,
        Optional.of("lehr"),
        Optional.empty());
  }

  /** Runs one of the server's own programs on its database, as the administrator. */
  public void program(String name, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                binary(name), "-h", "127.0.0.1", "-p", "" + port, "-U", "lehr", "-d", "postgres"));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("lehr-postgres", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(command + " failed: " + Files.readString(log));
    }
    Files.delete(log);
  }

  /** Runs a statement as the server's administrator. */
  public void execute(String sql) throws SQLException {
    try (Connection c =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                    + port
                    + "/postgres?user=lehr&options=-c%20default_transaction_read_only=off");
        Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
