package dev.lehr.activities.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON Schema (draft 2020-12) of campaign files, for editors and for programs that write such
 * files. What it accepts {@link CampaignParser} may still refuse, with a better message: it knows
 * the elements of a model, say. What the parser accepts the schema accepts.
 */
public final class CampaignSchema {

  private CampaignSchema() {}

  /** The schema. */
  public static String text() {
    try (InputStream in = CampaignSchema.class.getResourceAsStream("campaign.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("this build has no campaign.schema.json");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
