package dev.lehr.simulation.simulator;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What goes wrong in a simulated cluster. */
public enum Fault {
  /** The device finds no memory at some step although the batch fits, once. */
  OUT_OF_MEMORY("oom"),
  /** The cap is larger than the device, and some systems need much more memory than they say. */
  HUNGRY("hungry"),
  /** The model answers not-a-number for some systems from a step on. */
  NOT_A_NUMBER("nan"),
  /** The model fails on any batch that some systems are in. */
  MODEL_FAILS("model-fails"),
  /** A device fails on everything until its engine is replaced. */
  BROKEN_DEVICE("broken-device"),
  /** A worker is killed: everything that it has not committed is gone. */
  SIGKILL("sigkill"),
  /** Workers are killed again and again, faster than they make checkpoints. */
  STORM("storm"),
  /** Some systems kill their worker at a step, whoever else is in the batch. */
  POISON("poison"),
  /** The answer to a slice, a claim, a commit or the opening of a slice never arrives. */
  LOST_ANSWER("lost-answer"),
  /** A second attempt of a slice starts while the first is alive. */
  DUPLICATE("duplicate"),
  /** A worker stands still until its slices have been given to others, then goes on writing. */
  ZOMBIE("zombie"),
  /** Every lane and its history are gone; new ones start from the ledger alone. */
  LOST_SERVER("lost-server"),
  /** A stored checkpoint is damaged. */
  TORN_CHECKPOINT("torn-checkpoint"),
  /** Commits take long. */
  SLOW_DATABASE("slow-database"),
  /** A worker is told to end: it writes everything down first. */
  CLEAN_EXIT("clean-exit");

  private final String key;

  Fault(String key) {
    this.key = key;
  }

  /** The word for it on the command line. */
  public String key() {
    return key;
  }

  /** All faults. */
  public static Set<Fault> all() {
    return EnumSet.allOf(Fault.class);
  }

  /**
   * The faults of a list such as {@code sigkill,zombie}; {@code all} and {@code none} are lists.
   *
   * @throws IllegalArgumentException where a word is no fault; it names those there are
   */
  public static Set<Fault> parse(String list) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String word : Arrays.asList(list.toLowerCase(Locale.ROOT).split(",", -1))) {
      switch (word.strip()) {
        case "all" -> faults.addAll(all());
        case "none", "" -> {}
        default -> faults.add(ofKey(word.strip()));
      }
    }
    return faults;
  }

  private static Fault ofKey(String key) {
    return Arrays.stream(values())
        .filter(f -> f.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no fault '"
                        + key
                        + "'; expected all, none, or some of "
                        + Arrays.stream(values())
                            .map(Fault::key)
                            .collect(Collectors.joining(", "))));
  }
}
