package dev.lehr.activities.ledger;

import dev.lehr.workflows.contract.Intent;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * How another process asks the owner of a workspace for something: a small file in the workspace,
 * which the owner takes by renaming it, commits as an {@link Intent} under the file's own name as
 * request id, and then removes. Whoever removes or renames it first has it, so that a request is
 * either carried out or known not to have been.
 */
public final class IntentRequests {

  private static final String DIRECTORY = "requests";
  private static final String ASKED = ".request";
  private static final String TAKEN = ".taken";
  private static final String ADD = "ADD";
  private static final int LONGEST_NAME = 200;

  private final Path directory;

  /** The requests of a workspace. */
  public IntentRequests(Path workspace) {
    this.directory = workspace.resolve(DIRECTORY);
  }

  /**
   * Asks for something.
   *
   * @param campaign its name, or {@code name@revision}
   * @param stage to begin from; empty: from the start
   * @return the request's id
   * @throws LedgerException where the workspace cannot be written to
   */
  public String ask(String campaign, Intent.Kind kind, String stage) {
    return ask(kind.name(), campaign, stage);
  }

  private String ask(String what, String campaign, String detail) {
    String id = UUID.randomUUID().toString();
    try {
      Files.createDirectories(directory);
      Path draft = directory.resolve(id + ".draft");
      Files.writeString(draft, what + "\n" + campaign + "\n" + detail + "\n");
      Files.move(draft, directory.resolve(id + ASKED), StandardCopyOption.ATOMIC_MOVE);
      return id;
    } catch (IOException e) {
      throw new LedgerException("cannot write to " + directory + ": " + e.getMessage(), e, false);
    }
  }

  /**
   * Asks for the structures that a campaign file has now to be added.
   *
   * @param campaign its name
   * @param file the campaign file
   * @return the request's id
   * @throws LedgerException where the workspace cannot be written to
   */
  public String askToAdd(String campaign, Path file) {
    return ask(ADD, campaign, file.toAbsolutePath().toString());
  }

  /** Whether the owner has carried a request out. */
  public boolean isDone(String id) {
    return !Files.exists(directory.resolve(id + ASKED))
        && !Files.exists(directory.resolve(id + TAKEN));
  }

  /** Takes a request back; {@code false} where the owner has it already. */
  public boolean withdraw(String id) {
    try {
      return Files.deleteIfExists(directory.resolve(id + ASKED));
    } catch (IOException e) {
      throw new LedgerException("cannot write to " + directory + ": " + e.getMessage(), e, false);
    }
  }

  /**
   * Carries out what was asked, also what an earlier owner took and did not finish. A request for a
   * campaign that is not there, or that makes no sense, is dropped.
   *
   * @param add adds the structures of a campaign file
   * @return how many were carried out
   */
  public int carryOut(Ledger ledger, Consumer<Path> add) {
    return carryOut(ledger, add, campaign -> {});
  }

  /**
   * The same.
   *
   * @param recorded is told of campaigns about which an intent was recorded
   */
  public int carryOut(Ledger ledger, Consumer<Path> add, Consumer<CampaignRow> recorded) {
    int done = 0;
    for (Path file : waiting()) {
      done += carryOut(ledger, file, add, recorded) ? 1 : 0;
    }
    return done;
  }

  private List<Path> waiting() {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return files;
    }
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(directory, "*{" + ASKED + "," + TAKEN + "}")) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw new LedgerException("cannot read " + directory + ": " + e.getMessage(), e, true);
    }
    files.sort(null);
    return files;
  }

  private boolean carryOut(
      Ledger ledger, Path file, Consumer<Path> add, Consumer<CampaignRow> recorded) {
    String name = file.getFileName().toString();
    String id = name.substring(0, name.lastIndexOf('.'));
    try {
      Path taken = file.resolveSibling(id + TAKEN);
      if (!file.equals(taken)) {
        Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
      }
      boolean known = record(ledger, id, Files.readString(taken), add, recorded);
      Files.delete(taken);
      return known;
    } catch (NoSuchFileException | AtomicMoveNotSupportedException withdrawn) {
      return false;
    } catch (IOException e) {
      throw new LedgerException("cannot read " + file + ": " + e.getMessage(), e, true);
    }
  }

  private static boolean record(
      Ledger ledger, String id, String text, Consumer<Path> add, Consumer<CampaignRow> recorded) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 2 || lines[1].length() > LONGEST_NAME) {
      return false;
    }
    String stage = lines.length > 2 ? lines[2] : "";
    if (lines[0].equals(ADD)) {
      if (!stage.isEmpty()) {
        add.accept(Path.of(stage));
      }
      return !stage.isEmpty();
    }
    for (Intent.Kind kind : Intent.Kind.values()) {
      if (kind.name().equals(lines[0])) {
        Optional<CampaignRow> campaign =
            ledger
                .findCampaign(lines[1])
                .filter(c -> stage.isEmpty() || c.stage(stage).isPresent());
        campaign.ifPresent(c -> ledger.recordIntent(new Intent(c.id(), id, kind, stage)));
        campaign.flatMap(c -> ledger.campaign(c.id())).ifPresent(recorded);
        return campaign.isPresent();
      }
    }
    return false;
  }
}
