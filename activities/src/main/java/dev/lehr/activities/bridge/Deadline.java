package dev.lehr.activities.bridge;

import java.time.Duration;

/**
 * Kills a process that has been silent for too long, so that whoever reads from it wakes up. Off
 * until set.
 */
final class Deadline {

  private static final long LOOK_MILLIS = 50;

  private final Process process;
  private long until;
  private boolean set;
  private boolean passed;

  Deadline(Process process) {
    this.process = process;
    Thread thread = new Thread(this::watch, "lehr-bridge-deadline");
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on. */
  synchronized void within(Duration time) {
    until = System.nanoTime() + time.toNanos();
    set = true;
  }

  synchronized void off() {
    set = false;
  }

  /** Whether the process was killed for it. */
  synchronized boolean passed() {
    return passed;
  }

  private void watch() {
    try {
      while (process.isAlive()) {
        Thread.sleep(LOOK_MILLIS);
        killIfLate();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void killIfLate() {
    if (set && System.nanoTime() - until > 0) {
      passed = true;
      set = false;
      process.destroyForcibly();
    }
  }
}
