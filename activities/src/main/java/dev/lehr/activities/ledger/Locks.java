package dev.lehr.activities.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * What a writing transaction takes before it reads what it decides by, and holds until it ends.
 * Writers of shards are side by side; whoever changes a campaign has it for itself.
 *
 * <p>Taken in the order of the methods here, and of campaigns' numbers.
 */
interface Locks {

  /** Nobody else reads or writes anything of all campaigns. */
  void everything(Connection c) throws SQLException;

  /** Nobody else adds campaigns. */
  void catalogue(Connection c) throws SQLException;

  /** Nobody else writes to a campaign. */
  void campaign(Connection c, long campaignId) throws SQLException;

  /** Nobody else writes to shards of a campaign, nor changes the campaign. */
  void shards(Connection c, long campaignId, Collection<ShardKey> shards) throws SQLException;

  /** Of a database with one writer: it has all of them already. */
  Locks NONE =
      new Locks() {
        @Override
        public void everything(Connection c) {}

        @Override
        public void catalogue(Connection c) {}

        @Override
        public void campaign(Connection c, long campaignId) {}

        @Override
        public void shards(Connection c, long campaignId, Collection<ShardKey> shards) {}
      };
}
