package cai.checkpoint;

import cai.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Rows of the files that `scripts/reference/checkpoint_values.py` writes.
public final class ReferenceRows {
  private ReferenceRows() {}

  @SuppressWarnings("unchecked")
  public static List<JsonObject> of(String name) {
    try (InputStream in =
        ReferenceRows.class.getResourceAsStream("/checkpoint/" + name + ".json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return JsonObject.parse(text, name).list("values").orElseThrow().stream()
          .map(row -> new JsonObject(name, (Map<String, Object>) row))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
