package dev.lehr.activities.plugins;

import java.util.List;

/** A plugin that cannot be used. The message names its jar and is fit for users. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PluginException(List<String> problems) {
    super("plugins cannot be used:\n  " + String.join("\n  ", problems));
  }
}
