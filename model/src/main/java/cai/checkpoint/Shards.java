package cai.checkpoint;

import cai.checkpoint.tensors.MappedFile;
import cai.checkpoint.tensors.StoredTensor;
import cai.errors.UserError;
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
/// @param tensors by name, without tensors that a decoder does not use
record Shards(List<MappedFile> files, Map<String, StoredTensor> tensors) implements AutoCloseable {
  static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  private static final int MOST_SHARDS = 1000;
  private static final List<String> BUFFERS =
      List.of(
          ".rotary_emb.inv_freq",
          ".rotary_emb.cos_cached",
          ".rotary_emb.sin_cached",
          "position_ids",
          ".masked_bias");
  private static final Pattern FILE_NAME = Pattern.compile("[\\w][\\w.-]*\\.safetensors");

  static Shards open(Path folder) {
    var files = new ArrayList<MappedFile>();
    try {
      Map<String, StoredTensor> tensors =
          Files.exists(folder.resolve(SINGLE))
              ? new LinkedHashMap<>(open(folder.resolve(SINGLE), files).tensors())
              : indexed(folder, files);
      tensors.keySet().removeIf(Shards::unused);
      return new Shards(files, tensors);
    } catch (Throwable e) {
      files.forEach(MappedFile::close);
      throw e;
    }
  }

  /// Whether a decoder does not use a tensor: buffers that follow from the configuration, and
  /// tensors outside of the decoder, for example the heads of a trainer. Tensors with a decoder's
  /// name are never ignored; [LlamaWeights] refuses them if the configuration does not ask for
  /// them.
  private static boolean unused(String name) {
    return BUFFERS.stream().anyMatch(name::endsWith)
        || !name.startsWith("model.") && !name.startsWith("lm_head.");
  }

  private static SafetensorsFile open(Path path, List<MappedFile> files) {
    MappedFile file = MappedFile.open(path);
    files.add(file);
    SafetensorsFile header = SafetensorsFile.read(file);
    header
        .others()
        .forEach((name, type) -> {
          if (!unused(name) && name.endsWith(".weight"))
            throw file.error(
                "weight " + name, "is stored as " + type + "; " + ModelFiles.SUPPORTED);
        });
    return header;
  }

  private static Map<String, StoredTensor> indexed(Path folder, List<MappedFile> files) {
    Path index = folder.resolve(INDEX);
    if (!Files.exists(index))
      throw new UserError(
          folder + ": holds neither " + SINGLE + " nor " + INDEX + "; " + ModelFiles.SUPPORTED);
    MappedFile.requireRegular(index);
    JsonObject places = JsonObject.readLenient(index).requiredObject("weight_map");
    var shards = new TreeMap<String, SafetensorsFile>();
    var tensors = new LinkedHashMap<String, StoredTensor>();
    for (String name : places.fields().keySet()) {
      String shard = places.string(name).orElse("");
      if (!FILE_NAME.matcher(shard).matches())
        throw places.wrong(name, "the name of a safetensors file in the same folder");
      if (shards.size() >= MOST_SHARDS && !shards.containsKey(shard))
        throw places.wrong(name, "one of at most " + MOST_SHARDS + " files");
      Path path = folder.resolve(shard);
      SafetensorsFile header = shards.computeIfAbsent(shard, _ -> open(path, files));
      StoredTensor tensor = header.tensors().get(name);
      if (tensor != null) tensors.put(name, tensor);
      else if (!header.others().containsKey(name))
        throw new UserError(path + ": tensor " + name + " is missing; " + INDEX + " names it");
    }
    // As transformers does, which reads whole shards.
    shards.values().forEach(shard -> shard.tensors().forEach(tensors::putIfAbsent));
    return tensors;
  }

  List<Path> paths() {
    return files.stream().map(MappedFile::path).toList();
  }

  @Override
  public void close() {
    files.forEach(MappedFile::close);
  }
}
