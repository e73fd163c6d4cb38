package dev.lehr.testing;

/**
 * What a device has done.
 *
 * @param passes forward passes that were begun
 * @param systemPasses structures in those that went well, each pass counting again
 * @param largestBatch most atoms that it was given at a time
 * @param mostSystems most structures that it was given at a time
 * @param outOfMemory passes that found no memory
 * @param failed passes that failed otherwise
 */
public record DeviceCounts(
    long passes,
    long systemPasses,
    int largestBatch,
    int mostSystems,
    long outOfMemory,
    long failed) {

  static final DeviceCounts NONE = new DeviceCounts(0, 0, 0, 0, 0, 0);

  DeviceCounts begun(int atoms, int systems) {
    return new DeviceCounts(
        passes + 1,
        systemPasses,
        Math.max(largestBatch, atoms),
        Math.max(mostSystems, systems),
        outOfMemory,
        failed);
  }

  DeviceCounts done(int systems) {
    return new DeviceCounts(
        passes, systemPasses + systems, largestBatch, mostSystems, outOfMemory, failed);
  }

  DeviceCounts outOfMemoryOnce() {
    return new DeviceCounts(
        passes, systemPasses, largestBatch, mostSystems, outOfMemory + 1, failed);
  }

  DeviceCounts failedOnce() {
    return new DeviceCounts(
        passes, systemPasses, largestBatch, mostSystems, outOfMemory, failed + 1);
  }
}
