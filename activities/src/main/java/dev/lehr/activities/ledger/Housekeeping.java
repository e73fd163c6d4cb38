package dev.lehr.activities.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What keeps a ledger small: sweeping, archiving, deleting. Every method may throw {@link
 * LedgerException}.
 */
public final class Housekeeping {

  /**
   * Rows of a kind that nothing needs any more.
   *
   * @param what for people
   * @param rows how many
   * @param bytes about how many
   */
  public record Swept(String what, long rows, long bytes) {}

  private final Database database;

  Housekeeping(Database database) {
    this.database = database;
  }

  /** Finds what {@link #sweep} would remove; changes nothing. */
  public List<Swept> sweepable(boolean revisions) {
    return database.read(c -> Sweep.run(c, true, revisions));
  }

  /**
   * Removes rows that nothing needs any more, also while campaigns run: of those only what their
   * ended structures have left behind.
   *
   * @param revisions also results that a retry has replaced, in revisions that were set aside
   */
  public List<Swept> sweep(boolean revisions) {
    return database.write(c -> Sweep.run(c, false, revisions));
  }

  /** Gives space that is free in the ledger back to the disk, where the database does not do so. */
  public void compact() {
    database.compact();
  }

  /**
   * Whether a campaign has something to do and may: it runs, or will when somebody works on it.
   * Otherwise it is done, paused or cancelled.
   */
  public boolean isUnderWay(CampaignRow campaign) {
    return database.read(c -> isUnderWay(c, Rows.row(c, campaign.id())));
  }

  private static boolean isUnderWay(Connection c, CampaignRow campaign) throws SQLException {
    return campaign.mode() == dev.lehr.workflows.contract.CampaignMode.RUNNING
        && Sql.one(
                c,
                "SELECT 1 FROM tally WHERE campaign_id = ? AND n > 0 AND status IN ('p', 'r')",
                r -> 1,
                campaign.id())
            .isPresent();
  }

  /**
   * Removes a campaign with all its rows.
   *
   * @return how many by table
   * @throws IllegalStateException where it is under way
   */
  public Map<String, Long> delete(long campaignId) {
    return database.write(
        c -> {
          database.locks().catalogue(c);
          database.locks().campaign(c, campaignId);
          if (isUnderWay(c, Rows.row(c, campaignId))) {
            throw new IllegalStateException("campaign " + campaignId + " is under way");
          }
          Map<String, Long> gone = new LinkedHashMap<>();
          for (String table : CampaignCopy.TABLES) {
            long rows =
                Sql.update(c, "DELETE FROM " + table + " WHERE campaign_id = ?", campaignId);
            gone.put(table, rows);
          }
          Sql.update(c, "DELETE FROM claim WHERE campaign_id = ?", campaignId);
          Sql.update(c, "DELETE FROM campaign WHERE id = ?", campaignId);
          return gone;
        });
  }

  /**
   * Writes a campaign with all its rows into a ledger of its own, a SQLite file, and compares the
   * two. The file is there when all of it is.
   *
   * @param file is not there
   * @return number of rows by table
   */
  public Map<String, Long> archive(long campaignId, Path file) {
    Path whole = file.toAbsolutePath().normalize();
    Path directory = whole.resolveSibling(whole.getFileName() + ".partial");
    try {
      deleteAll(directory);
      Map<String, Long> rows = copy(campaignId, directory);
      Files.move(directory.resolve(SqliteDatabase.FILE), whole, StandardCopyOption.ATOMIC_MOVE);
      deleteAll(directory);
      return rows;
    } catch (IOException e) {
      throw new LedgerException("cannot write " + whole + ": " + e, e, false);
    }
  }

  private Map<String, Long> copy(long campaignId, Path directory) {
    Map<String, Long> rows;
    try (SqliteDatabase target = SqliteDatabase.open(directory)) {
      rows =
          database.read(
              from ->
                  target.write(
                      to -> {
                        Incarnation.begin(to);
                        Map<String, Long> copied = new CampaignCopy(from, to).all(campaignId);
                        // It may be put to work where it lies, and is another ledger then.
                        Incarnation.renew(to);
                        return copied;
                      }));
      target.becomeOneFile();
    }
    try (SqliteDatabase written = SqliteDatabase.openReadOnly(directory)) {
      Map<String, Long> there = written.read(c -> CampaignCopy.count(c, campaignId));
      String sound =
          written.read(
              c -> Sql.one(c, "PRAGMA integrity_check", r -> r.getString(1)).orElse("no answer"));
      if (!there.equals(rows) || !sound.equals("ok")) {
        throw new LedgerException(
            "the archive is not what was written: " + sound + ", " + there + " instead of " + rows,
            null,
            false);
      }
    }
    return rows;
  }

  /**
   * A part of a campaign that is to be merged.
   *
   * @param ledger where it is
   * @param campaign it
   * @param name where that is, for people
   */
  public record PartOf(Ledger ledger, CampaignRow campaign, String name) {}

  /** Why parts cannot be merged, a sentence each; none: they can. */
  public static List<String> mergeProblems(List<PartOf> parts) {
    return Merge.problems(
        parts.stream().map(PartOf::campaign).toList(), parts.stream().map(PartOf::name).toList());
  }

  /**
   * Puts the parts of a campaign together here; all or nothing. What is not done in them is not
   * done here, and goes on from its checkpoint.
   *
   * @param parts sound ones, see {@link #mergeProblems}
   * @throws IllegalStateException where there is a campaign of the name
   * @throws IllegalArgumentException where two parts have a structure of the same id
   */
  public CampaignRow merge(List<PartOf> parts) {
    return database.writeOnce(
        to -> {
          database.locks().catalogue(to);
          Merge merge = Merge.begin(to, parts.get(0).campaign());
          for (PartOf part : parts) {
            part.ledger()
                .housekeeping()
                .database
                .read(
                    from -> {
                      merge.add(from, part.campaign());
                      return true;
                    });
          }
          return merge.end();
        });
  }

  private static void deleteAll(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
