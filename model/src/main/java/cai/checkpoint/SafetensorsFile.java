package cai.checkpoint;

import cai.checkpoint.tensors.ElementType;
import cai.checkpoint.tensors.MappedFile;
import cai.checkpoint.tensors.StoredTensor;
import cai.errors.UserError;
import cai.json.JsonObject;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The header of a safetensors file: the places of tensors.
///
/// **Source**: the format section of the `safetensors` README.
///
/// @param tensors the tensors of a type that weights can have, by name, in the order of the header
/// @param others element types of all other tensors by name, for example of integer buffers
record SafetensorsFile(
    MappedFile file, Map<String, StoredTensor> tensors, Map<String, String> others) {
  private static final Set<String> OTHER_TYPES =
      Set.of(
          "BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64", "F4", "F6_E2M3", "F6_E3M2",
          "F8_E4M3", "F8_E5M2", "F8_E8M0", "C64");
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  // Some hundred bytes for each tensor; the largest models stay below a megabyte a file.
  private static final long LONGEST_HEADER = 8 << 20;

  static SafetensorsFile read(MappedFile file) {
    if (file.size() < 8) throw truncated(file, "header length", 8);
    long length = file.bytes().get(LENGTH, 0);
    if (length < 2 || length > LONGEST_HEADER)
      throw file.error(
          "byte 0:",
          "header length="
              + Long.toUnsignedString(length)
              + " is out of range; must be in [2, "
              + LONGEST_HEADER
              + "], so this is no safetensors file or a damaged one");
    long dataStart = 8 + length;
    if (file.size() < dataStart) throw truncated(file, "header", dataStart);
    JsonObject header = JsonObject.parse(text(file, length), file.path() + ": header");
    var tensors = new LinkedHashMap<String, StoredTensor>();
    var others = new LinkedHashMap<String, String>();
    for (String name : header.fields().keySet()) {
      if (name.equals("__metadata__")) continue;
      if (!StoredTensor.isName(name))
        throw file.error("header", "names a tensor with what is too long or no plain text");
      JsonObject entry = header.requiredObject(name);
      String type = entry.string("dtype").orElseThrow(() -> entry.wrong("dtype", "a type's name"));
      if (OTHER_TYPES.contains(type)) others.put(name, type);
      else tensors.put(name, tensor(file, name, entry, dataStart));
    }
    StoredTensor.requireDisjoint(tensors.values());
    return new SafetensorsFile(file, tensors, others);
  }

  private static String text(MappedFile file, long length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(file.bytes().asSlice(8, length).asByteBuffer())
          .toString();
    } catch (CharacterCodingException e) {
      throw new UserError(file.path() + ": header is not UTF-8 text; the file is damaged", e);
    }
  }

  private static StoredTensor tensor(
      MappedFile file, String name, JsonObject entry, long dataStart) {
    ElementType type =
        entry
            .string("dtype")
            .flatMap(ElementType::ofName)
            .orElseThrow(() -> entry.wrong("dtype", "a type of safetensors"));
    List<Long> sizes = numbers(entry, "shape");
    long bytes = type.bytes(StoredTensor.elements(file, name, sizes));
    List<Long> ends = numbers(entry, "data_offsets");
    if (ends.size() != 2 || ends.get(0) < 0 || ends.get(1) - ends.get(0) != bytes)
      throw entry.wrong("data_offsets", "two offsets that lie " + bytes + " bytes apart");
    if (ends.get(1) > file.size() - dataStart)
      throw truncated(file, "tensor " + name, dataStart + ends.get(1));
    List<Integer> shape = sizes.stream().map(Math::toIntExact).toList();
    return new StoredTensor(file, name, shape, type, dataStart + ends.get(0), bytes);
  }

  /// Reads a list of non-negative integers.
  private static List<Long> numbers(JsonObject entry, String field) {
    var numbers = new ArrayList<Long>();
    for (Object value : entry.list(field).orElseThrow(() -> entry.wrong(field, "a list"))) {
      if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() < 0)
        throw entry.wrong(field, "a list of whole numbers from 0 on");
      numbers.add(((Number) value).longValue());
    }
    return numbers;
  }

  private static UserError truncated(MappedFile file, String what, long end) {
    return file.error(
        what,
        "should end at byte "
            + end
            + ", but the file ends at byte "
            + file.size()
            + "; it is truncated or damaged, fetch it again");
  }
}
