package cai.checkpoint;

import cai.UserError;
import cai.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The safetensors files of a Hugging Face folder: one, or several with an index.
///
/// @param tensors by name, without those that a decoder does not use
record Shards(List<MappedFile> files, Map<String, StoredTensor> tensors) implements AutoCloseable {
  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  private static final int MOST_SHARDS = 1000;
  private static final Pattern FILE_NAME = Pattern.compile("[\\w][\\w.-]*\\.safetensors");

  /// @param withHead whether the model has a head of its own; where the embedding is the head, one
  ///   that lies in the file nevertheless is left alone, as `transformers` does
  static Shards open(Path folder, boolean withHead) {
    var files = new ArrayList<MappedFile>();
    try {
      Map<String, StoredTensor> tensors =
          Files.exists(folder.resolve(SINGLE))
              ? new LinkedHashMap<>(open(folder.resolve(SINGLE), files).tensors())
              : indexed(folder, files);
      tensors.keySet().removeIf(name -> unused(name, withHead));
      return new Shards(files, tensors);
    } catch (Throwable e) {
      files.forEach(MappedFile::close);
      throw e;
    }
  }

  private static boolean unused(String name, boolean withHead) {
    return name.equals(LlamaWeights.HEAD) && !withHead
        // Old files carry the rotary frequencies, which follow from the configuration.
        || name.endsWith(".rotary_emb.inv_freq");
  }

  private static SafetensorsFile open(Path path, List<MappedFile> files) {
    MappedFile file = MappedFile.open(path);
    files.add(file);
    return SafetensorsFile.read(file);
  }

  private static Map<String, StoredTensor> indexed(Path folder, List<MappedFile> files) {
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index))
      throw new UserError(
          folder + ": holds neither " + SINGLE + " nor " + INDEX + "; " + ModelFiles.SUPPORTED);
    JsonObject places = JsonObject.read(index).requiredObject("weight_map");
    var shards = new TreeMap<String, SafetensorsFile>();
    var tensors = new LinkedHashMap<String, StoredTensor>();
    for (String name : places.fields().keySet()) {
      String shard = places.string(name).orElse("");
      if (!FILE_NAME.matcher(shard).matches())
        throw places.wrong(name, "the name of a safetensors file in the same folder");
      if (shards.size() >= MOST_SHARDS && !shards.containsKey(shard))
        throw places.wrong(name, "one of at most " + MOST_SHARDS + " files");
      Path path = folder.resolve(shard);
      StoredTensor tensor =
          shards.computeIfAbsent(shard, _ -> open(path, files)).tensors().get(name);
      if (tensor == null)
        throw new UserError(path + ": tensor " + name + " is missing; " + INDEX + " names it");
      tensors.put(name, tensor);
    }
    return tensors;
  }

  StoredTensor tensor(String name) {
    StoredTensor tensor = tensors.get(name);
    if (tensor == null) throw new IllegalArgumentException(name + " is no weight of this model");
    return tensor;
  }

  List<Path> paths() {
    return files.stream().map(MappedFile::path).toList();
  }

  @Override
  public void close() {
    files.forEach(MappedFile::close);
  }
}
