package cai.jinja.values;

import java.util.List;

/// A dictionary's view of its keys, values or items.
public record DictView(ViewKind kind, Dict dict) {
  public enum ViewKind {
    KEYS,
    VALUES,
    ITEMS
  }

  List<Object> contents() {
    return switch (kind) {
      case KEYS -> dict.keys();
      case VALUES -> dict.values();
      case ITEMS -> dict.items();
    };
  }

  String type() {
    return switch (kind) {
      case KEYS -> "dict_keys";
      case VALUES -> "dict_values";
      case ITEMS -> "dict_items";
    };
  }
}
