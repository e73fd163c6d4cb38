package dev.lehr.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processor time of this process, the JIT and the garbage collector included. On Linux it is
 * the scheduler's, to the nanosecond; what Java offers counts in hundredths of a second.
 */
final class ProcessorTime {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessorTime() {}

  /** Since the process began, ns. */
  static long nanos() {
    long sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        String[] fields = Files.readString(thread.resolve("schedstat")).split(" ");
        sum += Long.parseLong(fields[0]);
      }
    } catch (IOException | RuntimeException goneOrElsewhere) {
      sum = 0;
    }
    return sum > 0 ? sum : SYSTEM.getProcessCpuTime();
  }
}
