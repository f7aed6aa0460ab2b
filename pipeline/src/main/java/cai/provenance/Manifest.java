package cai.provenance;

import cai.errors.Secrets;
import cai.errors.UserError;
import cai.files.FileFault;
import cai.json.Absent;
import cai.json.Json;
import cai.storage.AtomicFiles;
import cai.storage.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was run, with what and where: `manifest.json`. Secrets in its texts are masked.
///
/// @param recipeFile as the user named it
/// @param recipe its text
/// @param recipeSha256 of the text
/// @param overrides of the command line
/// @param settings all settings with their defaults, as YAML
/// @param codeVersion SHA-256 of the code
/// @param commit of the sources, where known
/// @param parameters numbers in the weights of the run's model; earlier versions did not say
/// @param formatDifferences what of the form of texts differs between stages, one sentence each;
///   earlier versions did not say
/// @param seed of the run
/// @param inputs SHA-256 of every file the run reads, by name
/// @param versions of Java and libraries
/// @param sessions all of them, the interrupted ones included
/// @param finishedAt when the whole run was completed
public record Manifest(
    String format,
    String recipeFile,
    String recipe,
    String recipeSha256,
    List<String> overrides,
    String settings,
    String codeVersion,
    Optional<String> commit,
    @Absent("") Optional<Long> parameters,
    @Absent("") Optional<List<String>> formatDifferences,
    long seed,
    Map<String, String> inputs,
    Map<String, String> versions,
    List<Session> sessions,
    Instant startedAt,
    Optional<Instant> finishedAt) {
  /// Format and version.
  public static final String FORMAT = "run/1";

  /// The file's name in a run's folder.
  public static final String FILE = "manifest.json";

  /// One process that worked on the run.
  ///
  /// @param finishedAt empty where it was killed or still runs
  public record Session(
      Instant startedAt,
      Optional<Instant> finishedAt,
      String recipeSha256,
      String codeVersion,
      Machine machine) {}

  public Manifest {
    overrides = List.copyOf(overrides);
    inputs = Sorted.copy(inputs);
    versions = Sorted.copy(versions);
    sessions = List.copyOf(sessions);
  }

  /// Reads the manifest of a run folder; empty where there is none.
  ///
  /// @throws UserError where it is of another version or damaged
  public static Optional<Manifest> read(Path runFolder) {
    Path file = runFolder.resolve(FILE);
    if (!Files.exists(file)) return Optional.empty();
    String text = text(file);
    Object format = Json.parse(text, Map.class, file.toString()).get("format");
    if (!FORMAT.equals(format))
      throw new UserError(
          "%s: format=%s is not what this version of cai reads and writes, %s; give the run another name"
              .formatted(file, format, FORMAT));
    return Optional.of(Json.parse(text, Manifest.class, file.toString()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw FileFault.unreadable(file, e);
    }
  }

  /// What the manifest tells of a run besides times, machine and what is in every stage's key, by
  /// names that can be told to the user.
  public static SortedMap<String, String> told(RunIdentity identity, CodeVersion code) {
    var told = new TreeMap<String, String>();
    told.put("recipe", identity.recipeFile() + "\n" + Secrets.masked(identity.recipe()));
    told.put("command line", Json.line(masked(identity.overrides())));
    told.put("settings", Secrets.masked(identity.settings()));
    told.put("inputs", Json.line(identity.inputs()));
    told.put("libraries", Json.line(identity.versions()));
    told.put("commit", code.commit().orElse(""));
    return told;
  }

  private static List<String> masked(List<String> overrides) {
    return overrides.stream().map(Secrets::masked).toList();
  }

  /// The manifest when a session begins, with the sessions before it.
  public static Manifest begin(
      RunIdentity identity, CodeVersion code, Optional<Manifest> before, Instant now) {
    String recipeHash = ContentHash.text(identity.recipe());
    var sessions = new ArrayList<Session>();
    before.ifPresent(manifest -> sessions.addAll(manifest.sessions()));
    var machine = Machine.current(identity.arithmetic());
    sessions.add(new Session(now, Optional.empty(), recipeHash, code.hash(), machine));
    var versions = new TreeMap<>(identity.versions());
    versions.put("java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
    return new Manifest(
        FORMAT,
        identity.recipeFile(),
        Secrets.masked(identity.recipe()),
        recipeHash,
        masked(identity.overrides()),
        Secrets.masked(identity.settings()),
        code.hash(),
        code.commit(),
        identity.parameters(),
        Optional.of(identity.formatDifferences()),
        identity.seed(),
        identity.inputs(),
        versions,
        sessions,
        before.map(Manifest::startedAt).orElse(now),
        Optional.empty());
  }

  /// This manifest when its last session ends.
  public Manifest end(Instant now, boolean completed) {
    var ended = new ArrayList<>(sessions);
    Session last = ended.removeLast();
    ended.add(
        new Session(
            last.startedAt(),
            Optional.of(now),
            last.recipeSha256(),
            last.codeVersion(),
            last.machine()));
    return new Manifest(
        format,
        recipeFile,
        recipe,
        recipeSha256,
        overrides,
        settings,
        codeVersion,
        commit,
        parameters,
        formatDifferences,
        seed,
        inputs,
        versions,
        ended,
        startedAt,
        completed ? Optional.of(now) : Optional.empty());
  }

  public void write(Path runFolder) {
    AtomicFiles.write(runFolder.resolve(FILE), Json.pretty(this));
  }
}
