package cai.provenance;

import cai.json.Absent;
import cai.json.Json;
import cai.storage.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What is known of one stage of a run: `stage.json`.
///
/// @param stage its word, without what tells an instance from others
/// @param key hash of all that the outputs depend on
/// @param keyParts what the key is made of, to say what changed
/// @param state [#STARTED] or [#FINISHED]
/// @param outputHash of the finished outputs, times left out; empty before
/// @param files sizes of the outputs in bytes
/// @param items that the stage worked on, in all sessions together
/// @param tokens that it read and wrote, in all sessions together
/// @param seconds of work, in all sessions together
/// @param takenFrom the run and stage that did the work, such as `quickstart/critique`, where the
///   outputs were taken over; empty where this run's own stage did it
/// @param startedAt when the first session began
/// @param sessionStartedAt when the running session began; empty once finished
/// @param finishedAt when the last session ended
public record StageRecord(
    String format,
    String stage,
    String key,
    Map<String, String> keyParts,
    String state,
    String outputHash,
    Map<String, Long> files,
    long items,
    long tokens,
    double seconds,
    @Absent("") Optional<String> takenFrom,
    Instant startedAt,
    Optional<Instant> sessionStartedAt,
    Optional<Instant> finishedAt) {
  /// Format and version.
  public static final String FORMAT = "stage/1";

  /// The file's name in a stage's folder.
  public static final String FILE = "stage.json";

  /// State of a stage that is being worked on or was interrupted.
  public static final String STARTED = "started";

  /// State of a stage whose outputs are complete.
  public static final String FINISHED = "finished";

  public StageRecord {
    keyParts = Sorted.copy(keyParts);
    files = Sorted.copy(files);
    if (!state.equals(STARTED) && !state.equals(FINISHED))
      throw new IllegalArgumentException("state=" + state + "; must be started or finished");
  }

  /// Reads the record of a stage's folder; empty where there is none.
  public static Optional<StageRecord> read(Path stageFolder) {
    Path file = stageFolder.resolve(FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, StageRecord.class)) : Optional.empty();
  }

  /// Records the outputs of a finished stage anew, where another command than the run has written
  /// them; a stage that is not finished is left alone.
  public static void recordAnew(Path stageFolder) throws IOException {
    Optional<StageRecord> finished = read(stageFolder).filter(StageRecord::hasFinished);
    if (finished.isEmpty()) return;
    StageRecord record = finished.get();
    StageOutputs outputs = StageOutputs.of(stageFolder);
    var inputs = OutputHashes.read(stageFolder).map(OutputHashes::inputs).orElse(Map.of());
    OutputHashes.of(outputs, inputs).write(stageFolder);
    Instant then = record.finishedAt().orElseThrow();
    record.finish(outputs, record.items(), record.tokens(), 0, then).write(stageFolder);
  }

  public static StageRecord start(StageKey key, Instant now) {
    return new StageRecord(
        FORMAT,
        key.stage(),
        key.hash(),
        key.parts(),
        STARTED,
        "",
        Map.of(),
        0,
        0,
        0,
        Optional.empty(),
        now,
        Optional.of(now),
        Optional.empty());
  }

  /// This record when another session goes on with the work.
  ///
  /// @param secondsBefore of the interrupted session
  public StageRecord resume(double secondsBefore, Instant now) {
    return new StageRecord(
        format,
        stage,
        key,
        keyParts,
        STARTED,
        "",
        Map.of(),
        0,
        0,
        seconds + secondsBefore,
        Optional.empty(),
        startedAt,
        Optional.of(now),
        Optional.empty());
  }

  /// This record when the work is done.
  ///
  /// @param secondsNow of this session
  public StageRecord finish(
      StageOutputs outputs, long items, long tokens, double secondsNow, Instant now) {
    return new StageRecord(
        format,
        stage,
        key,
        keyParts,
        FINISHED,
        outputs.hash(),
        outputs.sizes(),
        items,
        tokens,
        Math.round(1000 * (seconds + secondsNow)) / 1000.0,
        takenFrom,
        startedAt,
        Optional.empty(),
        Optional.of(now));
  }

  /// This record where its finished outputs are taken over. The first who did the work stays named.
  ///
  /// @param where the run and stage that has them
  public StageRecord takenOver(String where) {
    return new StageRecord(
        format,
        stage,
        key,
        keyParts,
        state,
        outputHash,
        files,
        items,
        tokens,
        seconds,
        takenFrom.or(() -> Optional.of(where)),
        startedAt,
        sessionStartedAt,
        finishedAt);
  }

  public boolean hasFinished() {
    return state.equals(FINISHED);
  }

  public boolean isOf(StageKey other) {
    return key.equals(other.hash()) && stage.equals(other.stage());
  }

  public void write(Path stageFolder) {
    AtomicFiles.write(stageFolder.resolve(FILE), Json.pretty(this));
  }
}
