package dev.lehr.activities.djl;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The models that this process has in memory. One that is asked for is loaded; where all together
 * are larger than a budget, those that were used longest ago and are not in use now go first.
 */
final class ResidentModels {

  /** Of the process; the budget is the system property {@code lehr.models.memory} in MiB. */
  static final ResidentModels OF_PROCESS =
      new ResidentModels(Long.getLong("lehr.models.memory", 8192L) << 20);

  private record Key(String sha256, TorchDevice device) {}

  private static final class Entry {
    final TorchModule module;
    final long bytes;
    int users;

    Entry(TorchModule module, long bytes) {
      this.module = module;
      this.bytes = bytes;
    }
  }

  private final long budgetBytes;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long loads;

  ResidentModels(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /**
   * Does something with a model, loading it first if need be.
   *
   * @throws UnusableModelException where it cannot be loaded
   */
  <T> T with(ModelFile file, TorchDevice device, Function<TorchModule, T> use) {
    Entry entry = take(file, device);
    try {
      return use.apply(entry.module);
    } finally {
      giveBack(entry);
    }
  }

  private synchronized Entry take(ModelFile file, TorchDevice device) {
    Key key = new Key(file.sha256(), device);
    Entry entry = entries.get(key);
    if (entry == null) {
      makeRoom(file.bytes());
      entry = new Entry(TorchModule.load(file, device), file.bytes());
      entries.put(key, entry);
      loads++;
    }
    entry.users++;
    return entry;
  }

  private synchronized void giveBack(Entry entry) {
    entry.users--;
  }

  private void makeRoom(long bytes) {
    long held = entries.values().stream().mapToLong(e -> e.bytes).sum();
    Iterator<Entry> oldestFirst = entries.values().iterator();
    while (held + bytes > budgetBytes && oldestFirst.hasNext()) {
      Entry entry = oldestFirst.next();
      if (entry.users == 0) {
        held -= entry.bytes;
        oldestFirst.remove();
        entry.module.close();
      }
    }
  }

  /** How many models are in memory. */
  synchronized int size() {
    return entries.size();
  }

  /** How often one was loaded. */
  synchronized long loads() {
    return loads;
  }
}
