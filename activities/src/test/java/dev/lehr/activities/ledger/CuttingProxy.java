package dev.lehr.activities.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A network between a ledger and its server that breaks where a test wants it to. */
final class CuttingProxy implements AutoCloseable {

  /** How the server says that it has committed. */
  private static final byte[] COMMITTED = {'C', 0, 0, 0, 11, 'C', 'O', 'M', 'M', 'I', 'T', 0};

  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket door;
  private final int target;
  private final AtomicLong bytesToCut = new AtomicLong(NEVER);
  private volatile boolean cutsAnswerToCommit;
  private volatile int cuts;

  CuttingProxy(int target) throws IOException {
    this.target = target;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** How often it was cut. */
  int cuts() {
    return cuts;
  }

  /** The next answer to a COMMIT is not delivered. */
  void cutAnswerToCommit() {
    cutsAnswerToCommit = true;
  }

  /** Nothing is delivered that the server says after so many bytes. */
  void cutAfter(long bytes) {
    bytesToCut.set(bytes);
  }

  /** Whatever was to be cut and was not is left alone. */
  void heal() {
    bytesToCut.set(NEVER);
    cutsAnswerToCommit = false;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        daemon(() -> pass(client, server, false));
        daemon(() -> pass(server, client, true));
      } catch (IOException e) {
        // Closed, or the server is away: the client sees it.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int n = in.read(buffer);
      while (n > 0) {
        if (answers && isCut(buffer, n)) {
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
        n = in.read(buffer);
      }
    } catch (IOException e) {
      // One end has gone; the other follows.
    }
  }

  private synchronized boolean isCut(byte[] bytes, int n) {
    boolean cut = cutsAnswerToCommit && contains(bytes, n);
    if (bytesToCut.get() != NEVER) {
      cut |= bytesToCut.addAndGet(-n) < 0;
    }
    if (cut) {
      cuts++;
      heal();
    }
    return cut;
  }

  private static boolean contains(byte[] bytes, int n) {
    for (int at = 0; at + COMMITTED.length <= n; at++) {
      if (java.util.Arrays.equals(
          bytes, at, at + COMMITTED.length, COMMITTED, 0, COMMITTED.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
