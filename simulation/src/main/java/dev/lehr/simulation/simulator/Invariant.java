package dev.lehr.simulation.simulator;

import java.util.function.Supplier;

/** What holds after every event of a simulated cluster. */
public enum Invariant {
  /** Each structure becomes terminal exactly once, with the ending that it was bound to. */
  TERMINAL_ONCE("each structure ends exactly once, as it was bound to"),
  /** The sizes in a batch never add up to more than the cap. */
  MEMORY("memory stays within the cap"),
  /** Every system has the bits that it has alone, whoever comes and goes. */
  BITS("a resident's bits are what they are alone"),
  /** A kill costs a structure no more steps than the bound. */
  RECOMPUTED("recomputed steps stay within the bound of a kill"),
  /** No structure is overtaken more often than the packing allows. */
  WAITING("no structure waits beyond the bound"),
  /** A structure that is suspected of killing workers has no company. */
  SUSPECTS("a suspect runs alone"),
  /** A writer with an old fence changes nothing, one with the newest is taken. */
  FENCES("a writer with an old fence is refused"),
  /** What was committed is there, in an order that every reader sees. */
  DURABLE("what was committed is there"),
  /** The run ends. */
  ENDS("the run ends");

  private final String sentence;

  Invariant(String sentence) {
    this.sentence = sentence;
  }

  /** What holds, for people. */
  public String sentence() {
    return sentence;
  }

  /** Fails where it does not hold. */
  void hold(boolean holds, Supplier<String> found) {
    if (!holds) {
      throw new BrokenInvariantException(this, found.get());
    }
  }
}
