package dev.lehr.activities.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that takes a workspace, says so, and holds it until it is killed. */
final class LockHoldingChild {

  private LockHoldingChild() {}

  public static void main(String[] arguments) throws Exception {
    WorkspaceLock lock = WorkspaceLock.acquire(Path.of(arguments[0]), "lehr run child.yaml", true);
    System.out.write("held\n".getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    Thread.sleep(600_000);
    lock.close();
  }
}
