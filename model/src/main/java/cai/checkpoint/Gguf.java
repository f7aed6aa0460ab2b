package cai.checkpoint;

import cai.checkpoint.tensors.MappedFile;
import cai.checkpoint.tensors.StoredTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A model in GGUF: one file, or all parts of a split one.
///
/// @param files in the order of the parts
/// @param metadata of the first part
/// @param tensors of all parts by GGUF name
record Gguf(List<MappedFile> files, GgufMetadata metadata, Map<String, StoredTensor> tensors)
    implements AutoCloseable {
  private static final String PARTS = "split.count";

  /// Opens a file, and, if it is a part of a split model, the other parts in the same folder.
  static Gguf open(Path path) {
    var files = new ArrayList<MappedFile>();
    try {
      GgufFile given = open(path, files);
      if (given.metadata().integer(PARTS).orElse(0) < 2)
        return new Gguf(List.copyOf(files), given.metadata(), given.tensors());
      List<GgufFile> parts = parts(GgufParts.of(given.file(), given.metadata()), given, files);
      return joined(parts);
    } catch (Throwable e) {
      files.forEach(MappedFile::close);
      throw e;
    }
  }

  private static GgufFile open(Path path, List<MappedFile> files) {
    MappedFile file = MappedFile.open(path);
    files.add(file);
    return GgufFile.read(file);
  }

  private static List<GgufFile> parts(GgufParts names, GgufFile given, List<MappedFile> files) {
    var parts = new ArrayList<GgufFile>();
    for (int number = 0; number < names.count(); number++) {
      GgufFile part = number == names.number() ? given : open(names.existing(number), files);
      names.requireIsPart(number, part);
      parts.add(part);
    }
    return parts;
  }

  private static Gguf joined(List<GgufFile> parts) {
    GgufFile first = parts.getFirst();
    var tensors = new LinkedHashMap<String, StoredTensor>();
    for (GgufFile part : parts)
      for (StoredTensor tensor : part.tensors().values())
        if (tensors.put(tensor.name(), tensor) != null)
          throw part.file().error("tensor " + tensor.name(), "stands in another part too");
    int expected = first.metadata().integer("split.tensors.count").orElse(tensors.size());
    if (expected != tensors.size())
      throw first
          .metadata()
          .wrong("split.tensors.count", expected, tensors.size() + ", the tensors of all parts");
    return new Gguf(parts.stream().map(GgufFile::file).toList(), first.metadata(), tensors);
  }

  /// The path of the file or of the first part.
  Path path() {
    return files.getFirst().path();
  }

  @Override
  public void close() {
    files.forEach(MappedFile::close);
  }
}
