package cai.tokenizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The treatment of a text's beginning in `tokenizer.json`: a space is added (SentencePiece's dummy
/// prefix) or spaces are removed. Both are wrong for a text that continues another one.
final class TextBeginning {
  private static final List<String> PLACES = List.of("normalizer", "pre_tokenizer");

  private TextBeginning() {}

  /// The tokenizer's description without this treatment; equal to the given description if it has
  /// none.
  static Map<String, Object> untouched(Map<String, Object> tokenizer) {
    var changed = new LinkedHashMap<>(tokenizer);
    for (String place : PLACES)
      if (tokenizer.get(place) != null) changed.put(place, untouched(tokenizer.get(place)));
    return changed;
  }

  private static Object untouched(Object step) {
    if (!(step instanceof Map<?, ?> map)) return step;
    var changed = new LinkedHashMap<Object, Object>(map);
    switch (Objects.toString(map.get("type"))) {
      case "Prepend" -> {
        return null;
      }
      case "Strip" -> changed.put("strip_left", false);
      case "ByteLevel" -> changed.put("add_prefix_space", false);
      case "Metaspace" -> {
        changed.remove("add_prefix_space");
        changed.put("prepend_scheme", "never");
      }
      case "Sequence" -> {
        for (String steps : List.of("normalizers", "pretokenizers"))
          if (map.get(steps) instanceof List<?> list) changed.put(steps, untouched(list));
      }
      default -> {
        return step;
      }
    }
    return changed;
  }

  private static List<Object> untouched(List<?> steps) {
    var changed = new ArrayList<Object>();
    for (Object step : steps) {
      Object left = untouched(step);
      if (left != null) changed.add(left);
    }
    return changed;
  }
}
