package dev.lehr.activities.ingest;

import java.util.List;

/**
 * The ledger has a campaign of the name that is another one. The message is fit for users: what
 * differs, and what to do.
 */
public final class CampaignChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CampaignChangedException(String name, List<String> differences, boolean onlyMore) {
    super(
        "campaign '"
            + name
            + "' is in the workspace already and differs from this file:\n  "
            + String.join("\n  ", differences)
            + "\n"
            + (onlyMore
                ? "Run 'lehr add FILE' to add the new structures to it, or "
                : "Give the file its former content, give it another name, or ")
            + "'lehr run FILE --new' to start a new campaign of this name (the old one stays"
            + " readable as NAME@REVISION).");
  }
}
