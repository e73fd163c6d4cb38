package dev.lehr.worker.cli;

/** What the process answers to the shell. */
enum ExitCode {
  /** Done: the campaign ended, whatever became of single structures; the counts are printed. */
  OK(0, "done; a campaign that ended counts as done, its failures are in the counts"),
  /** Something that should not happen; the log has the details. */
  UNEXPECTED(1, "an unexpected error; the log has the details"),
  /** The command line is wrong. */
  USAGE(2, "wrong usage"),
  /** The campaign file, a name or, with {@code --strict}, a structure is wrong. */
  BAD_INPUT(3, "bad input: campaign file, name, or, with --strict, a structure"),
  /** Asked for with {@code --fail-on-failed}. */
  SOME_FAILED(4, "with --fail-on-failed: some structures did not converge"),
  /** The campaign waits for {@code --resume}, or was cancelled. */
  PAUSED(5, "the campaign is paused or cancelled"),
  /** The workspace is held by another process, or its ledger cannot be used. */
  LEDGER(6, "the workspace is held by another process, or its ledger cannot be used"),
  /** {@code models verify}: a check failed. */
  NOT_VERIFIED(7, "models verify: a check of the model failed"),
  /** {@code simulate}: something does not hold that must. */
  BROKEN(8, "simulate: an invariant does not hold; the seed is printed"),
  /** Ctrl-C; what was done is kept. */
  INTERRUPTED(130, "interrupted (Ctrl-C); what was done is kept");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }
}
