package cai.models;

import cai.files.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The models that come with the project, one folder each: small random ones, for tests.
record Shipped(Path folder) {

  Path folder(String name) {
    return folder.resolve(name);
  }

  List<String> names() {
    try {
      return CacheFolder.children(folder).stream()
          .filter(child -> Files.isRegularFile(child.resolve("config.json")))
          .map(child -> child.getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw FileFault.unreadable(folder, e);
    }
  }
}
