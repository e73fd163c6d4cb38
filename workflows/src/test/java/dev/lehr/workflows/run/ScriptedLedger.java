package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignInput;
import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignPlan;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.ClaimRequest;
import dev.lehr.workflows.contract.EngineActivities;
import dev.lehr.workflows.contract.Intent;
import dev.lehr.workflows.contract.IntentAnswer;
import dev.lehr.workflows.contract.LedgerActivities;
import dev.lehr.workflows.contract.PhaseClosed;
import dev.lehr.workflows.contract.PhaseEnd;
import dev.lehr.workflows.contract.ProgressRequest;
import dev.lehr.workflows.contract.ShardClaim;
import dev.lehr.workflows.contract.ShardLogPage;
import dev.lehr.workflows.contract.SliceAnswer;
import dev.lehr.workflows.contract.SliceRequest;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A ledger and an engine in memory that follow a script: claims, fences, logs and intents as the
 * real ledger has them; a structure converges where the script does not let it fail.
 */
final class ScriptedLedger implements LedgerActivities, EngineActivities {

  /** What happens around slices; either may wait or throw. */
  interface Script {
    /** Before anything is done. */
    default void before(SliceRequest request) throws InterruptedException {}

    /** After the ledger has advanced, before the answer is given. */
    default void after(SliceRequest request) throws InterruptedException {}

    /** Before an intent is recorded. */
    default void intent(Intent intent) throws InterruptedException {}
  }

  private record Row(int offset, int stage, char status, String reason) {}

  private static final class Shard {
    final List<Row> log = new ArrayList<>();
    String ownerRun = "";
    int ownerLane = -1;
    long nextEpoch = 1;
    long epoch;
    int slice;
    int attempt;
  }

  private static final char PENDING = TaskStatus.PENDING.code();
  private static final char CONVERGED = TaskStatus.CONVERGED.code();
  private static final char FAILED = TaskStatus.FAILED.code();
  private static final char SKIPPED = TaskStatus.SKIPPED.code();
  private static final char CANCELLED = TaskStatus.CANCELLED.code();

  private final int structures;
  private final int shardSize;
  private final List<List<Integer>> phases;
  private final int lanes;
  private final int perSlice;
  private final char[][] tasks;
  private final Shard[][] shards;
  private final Map<String, ShardClaim> claims = new HashMap<>();
  private final Map<String, IntentAnswer> intents = new HashMap<>();
  private final Set<Integer> failing = new HashSet<>();
  private final List<Integer> closed = new ArrayList<>();
  private @org.jspecify.annotations.Nullable List<Integer> barriers;
  private CampaignMode mode = CampaignMode.RUNNING;
  private boolean searchable;
  private @org.jspecify.annotations.Nullable String workers;
  private String stall = "";
  private int silences;
  private volatile Script script = new Script() {};
  private volatile String workerQueue = "";
  private volatile int pageRows = 10_000;
  private int slices;
  private int worked;
  private int running;
  private int claimed;
  private int checkpointed;

  ScriptedLedger(
      int structures, int shardSize, List<List<Integer>> phases, int lanes, int perSlice) {
    this.structures = structures;
    this.shardSize = shardSize;
    this.phases = phases;
    this.lanes = lanes;
    this.perSlice = perSlice;
    int stages = phases.stream().mapToInt(List::size).sum();
    tasks = new char[stages][structures];
    for (char[] stage : tasks) {
      Arrays.fill(stage, PENDING);
    }
    shards = new Shard[phases.size()][(structures + shardSize - 1) / shardSize];
    for (Shard[] phase : shards) {
      Arrays.setAll(phase, i -> new Shard());
    }
  }

  void follow(Script next) {
    script = next;
  }

  void answerWithQueue(String queue) {
    workerQueue = queue;
  }

  void pagesOf(int rows) {
    pageRows = rows;
  }

  /** Lets a structure fail in its first stage, once. */
  synchronized void failOnce(int structure) {
    failing.add(structure);
  }

  /** Slices that were asked for. */
  synchronized int slices() {
    return slices;
  }

  /** Tasks that were worked on; each once, if nothing was done twice. */
  synchronized int worked() {
    return worked;
  }

  /** Slices that run now. */
  synchronized int running() {
    return running;
  }

  /** Claims that were given. */
  synchronized int claimed() {
    return claimed;
  }

  /** Slices that were told to end early and checkpointed. */
  synchronized int checkpointed() {
    return checkpointed;
  }

  synchronized CampaignMode mode() {
    return mode;
  }

  synchronized int count(TaskStatus status) {
    int count = 0;
    for (char[] stage : tasks) {
      for (char code : stage) {
        count += code == status.code() ? 1 : 0;
      }
    }
    return count;
  }

  @Override
  public synchronized CampaignPlan openCampaign(CampaignInput input) {
    return new CampaignPlan(
        1,
        input.name(),
        stageIds(),
        phases,
        structures,
        lanes,
        mode,
        barriers,
        "a-model",
        workers,
        searchable);
  }

  /** Has the namespace know the search attributes. */
  synchronized void makeSearchable() {
    searchable = true;
  }

  /** Asks for workers of a class. */
  synchronized void askFor(String workerClass) {
    workers = workerClass;
  }

  /** Says why nothing is committed, or by an empty word that something is. */
  synchronized void stall(String why) {
    stall = why;
  }

  /** Lets the next questions for news fail, as where the database is away. */
  synchronized void fallSilent(int times) {
    silences = times;
  }

  /** What a user says to the ledger, and not to the workflow. */
  synchronized void say(Intent.Kind kind) {
    apply(kind);
  }

  /** Lets phases end with so many stages for which all structures have to be there. */
  synchronized void withBarriers(List<Integer> ofPhases) {
    barriers = List.copyOf(ofPhases);
  }

  /** Phases that were closed, in order. */
  synchronized List<Integer> closed() {
    return List.copyOf(closed);
  }

  @Override
  public synchronized PhaseClosed closePhase(PhaseEnd end) {
    if (!progress(end.phase()).phaseDone()) {
      throw new IllegalStateException("phase " + end.phase() + " is not done");
    }
    closed.add(end.phase());
    return new PhaseClosed(structures, structures, mode);
  }

  private List<String> stageIds() {
    List<String> ids = new ArrayList<>();
    for (int stage = 0; stage < tasks.length; stage++) {
      ids.add("stage-" + stage);
    }
    return ids;
  }

  @Override
  public synchronized ShardClaim claimShard(ClaimRequest q) {
    if (mode == CampaignMode.CANCELLED) {
      return none();
    }
    String key = q.phase() + "/" + q.runId();
    if (claims.containsKey(key)) {
      return claims.get(key);
    }
    int own = -1;
    int free = -1;
    for (int i = shards[q.phase()].length - 1; i >= 0; i--) {
      Shard shard = shards[q.phase()][i];
      if (isDone(q.phase(), i)) {
        continue;
      }
      if (!shard.ownerRun.equals(q.campaignRun())) {
        free = i;
      } else if (shard.ownerLane == q.lane()) {
        own = i;
      }
    }
    int chosen = own >= 0 ? own : free;
    return chosen < 0 ? none() : claim(q, chosen, key);
  }

  private ShardClaim none() {
    return new ShardClaim(false, 0, 0, 0, 0, mode);
  }

  private ShardClaim claim(ClaimRequest q, int number, String key) {
    Shard shard = shards[q.phase()][number];
    shard.ownerRun = q.campaignRun();
    shard.ownerLane = q.lane();
    ShardClaim claim =
        new ShardClaim(
            true, number, (long) number * shardSize, count(number), shard.nextEpoch++, mode);
    claims.put(key, claim);
    claimed++;
    return claim;
  }

  private int count(int shard) {
    return Math.min(shardSize, structures - shard * shardSize);
  }

  private boolean isDone(int phase, int shard) {
    for (int stage : phases.get(phase)) {
      for (int i = shard * shardSize; i < shard * shardSize + count(shard); i++) {
        if (!TaskStatus.ofCode(tasks[stage][i]).isTerminal()) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public SliceAnswer runSlice(SliceRequest request) {
    int attempt = Activity.getExecutionContext().getInfo().getAttempt();
    synchronized (this) {
      slices++;
      running++;
    }
    try {
      script.before(request);
      advance(request, attempt);
      script.after(request);
      return answer(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    } finally {
      synchronized (this) {
        running--;
      }
    }
  }

  /** For scripts: heartbeats until told to end, then checkpoints. */
  void workUntilCancelled() throws InterruptedException {
    ActivityExecutionContext context = Activity.getExecutionContext();
    try {
      while (mode() == CampaignMode.RUNNING) {
        context.heartbeat("at work");
        Thread.sleep(20);
      }
    } finally {
      Thread.sleep(200);
      synchronized (this) {
        checkpointed++;
      }
    }
  }

  private synchronized void advance(SliceRequest request, int attempt) {
    if (mode != CampaignMode.RUNNING) {
      return;
    }
    fence(request, attempt);
    int left = perSlice;
    int first = request.shard() * shardSize;
    for (int offset = 0; offset < count(request.shard()); offset++) {
      for (int stage : phases.get(request.phase())) {
        if (left > 0 && tasks[stage][first + offset] == PENDING) {
          work(request.phase(), first + offset, stage);
          left--;
        }
      }
    }
  }

  private void fence(SliceRequest q, int attempt) {
    Shard shard = shards[q.phase()][q.shard()];
    boolean newer =
        Arrays.compare(
                new long[] {q.epoch(), q.slice(), attempt},
                new long[] {shard.epoch, shard.slice, shard.attempt})
            > 0;
    if (!newer) {
      throw ApplicationFailure.newFailure("an older fence", "lehr.StaleFence");
    }
    shard.epoch = q.epoch();
    shard.slice = q.slice();
    shard.attempt = attempt;
  }

  private void work(int phase, int structure, int stage) {
    if (stage > 0 && tasks[stage - 1][structure] != CONVERGED) {
      write(phase, structure, stage, SKIPPED, "the stage before it did not converge");
      return;
    }
    worked++;
    if (stage == 0 && failing.remove(structure)) {
      write(phase, structure, stage, FAILED, "exploded");
    } else {
      write(phase, structure, stage, CONVERGED, "");
    }
  }

  private void write(int phase, int structure, int stage, char status, String reason) {
    tasks[stage][structure] = status;
    shards[phase][structure / shardSize].log.add(
        new Row(structure % shardSize, stage, status, reason));
  }

  private synchronized SliceAnswer answer(SliceRequest request) {
    return new SliceAnswer(
        page(request), isDone(request.phase(), request.shard()), mode, workerQueue, 100, 0.9, null);
  }

  @Override
  public synchronized ShardLogPage readShardLog(SliceRequest request) {
    return page(request);
  }

  private ShardLogPage page(SliceRequest request) {
    List<Row> log = shards[request.phase()][request.shard()].log;
    int end = (int) Math.min(log.size(), request.lastSeq() + pageRows);
    ShardLogPage.Builder page = new ShardLogPage.Builder(request.lastSeq()).more(end < log.size());
    for (int i = (int) request.lastSeq(); i < end; i++) {
      Row row = log.get(i);
      double energy = row.status() == CONVERGED ? -10 / (row.offset() + 3.0) : Double.NaN;
      page.add(i + 1, row.offset(), row.stage(), row.status(), 3, 57, energy, row.reason());
    }
    return page.build();
  }

  @Override
  public CampaignProgress awaitProgress(ProgressRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    synchronized (this) {
      if (silences > 0) {
        silences--;
        throw new IllegalStateException("the database is away");
      }
    }
    String stallBefore = request.stallBefore() == null ? "" : request.stallBefore();
    long deadline = System.nanoTime() + request.seconds() * 1_000_000_000L;
    while (true) {
      CampaignProgress now = progress(request.phase());
      long step = Math.max(1, (long) structures * tasks.length / 100);
      if (now.phaseDone()
          || now.mode() != request.modeBefore()
          || !stallBefore.equals(now.stall())
          || Math.abs(ProgressTable.terminal(now) - request.doneBefore()) >= step
          || System.nanoTime() >= deadline) {
        return now;
      }
      context.heartbeat(now.mode().name());
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Activity.wrap(e);
      }
    }
  }

  private synchronized CampaignProgress progress(int phase) {
    List<CampaignProgress.StageProgress> stages = new ArrayList<>();
    for (int stage = 0; stage < tasks.length; stage++) {
      Map<String, Long> counts = new TreeMap<>();
      for (char code : tasks[stage]) {
        counts.merge(TaskStatus.ofCode(code).key(), 1L, Long::sum);
      }
      stages.add(new CampaignProgress.StageProgress("stage-" + stage, counts));
    }
    boolean done = true;
    for (int shard = 0; shard < shards[phase].length; shard++) {
      done &= isDone(phase, shard);
    }
    return new CampaignProgress(structures, stages, List.of(), 0.9, done, mode).stalled(stall);
  }

  @Override
  public IntentAnswer recordIntent(Intent intent) {
    try {
      script.intent(intent);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
    synchronized (this) {
      return intents.computeIfAbsent(intent.requestId(), id -> apply(intent.kind()));
    }
  }

  private IntentAnswer apply(Intent.Kind kind) {
    CampaignMode before = mode;
    long changed = 0;
    switch (kind) {
      case PAUSE -> mode = before == CampaignMode.RUNNING ? CampaignMode.PAUSED : before;
      case RESUME -> mode = CampaignMode.RUNNING;
      case CANCEL -> {
        mode = CampaignMode.CANCELLED;
        changed = rewrite(Set.of(PENDING), CANCELLED);
      }
      case RETRY, RESTART -> {
        mode = CampaignMode.RUNNING;
        changed = rewrite(Set.of(FAILED, SKIPPED), PENDING);
      }
    }
    return new IntentAnswer(mode, mode != before || changed > 0, changed);
  }

  private long rewrite(Set<Character> from, char to) {
    long changed = 0;
    for (int phase = 0; phase < phases.size(); phase++) {
      for (int stage : phases.get(phase)) {
        for (int i = 0; i < structures; i++) {
          if (from.contains(tasks[stage][i])) {
            write(phase, i, stage, to, "");
            changed++;
          }
        }
      }
    }
    return changed;
  }
}
