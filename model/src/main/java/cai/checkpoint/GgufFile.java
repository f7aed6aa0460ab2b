package cai.checkpoint;

import cai.checkpoint.tensors.ElementType;
import cai.checkpoint.tensors.MappedFile;
import cai.checkpoint.tensors.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The header of a GGUF file: metadata and the places of tensors.
///
/// **Source**: the GGUF specification, versions 2 and 3 (`docs/gguf.md` of ggml).
///
/// @param tensors by GGUF name, in the order of the file
record GgufFile(MappedFile file, GgufMetadata metadata, Map<String, StoredTensor> tensors) {
  private static final int MAGIC = 0x46554747; // "GGUF"
  private static final int MOST_ENTRIES = 1 << 17;
  private static final List<String> TYPE_NAMES =
      List.of(
          """
          F32 F16 Q4_0 Q4_1 Q4_2 Q4_3 Q5_0 Q5_1 Q8_0 Q8_1 Q2_K Q3_K Q4_K Q5_K Q6_K Q8_K IQ2_XXS \
          IQ2_XS IQ3_XXS IQ1_S IQ4_NL IQ3_S IQ2_S IQ4_XS I8 I16 I32 I64 F64 IQ1_M BF16 Q4_0_4_4 \
          Q4_0_4_8 Q4_0_8_8 TQ1_0 TQ2_0\
          """
              .split(" "));

  static GgufFile read(MappedFile file) {
    var cursor = new GgufCursor(file, 0);
    requireVersion(cursor);
    int tensorCount = count(cursor, "tensors");
    int keyCount = count(cursor, "keys");
    GgufMetadata metadata = GgufMetadata.read(file, cursor, keyCount);
    var announced = new ArrayList<Announced>();
    for (int i = 0; i < tensorCount; i++) announced.add(announced(cursor));
    long alignment = alignment(metadata);
    long dataStart = Math.ceilDiv(cursor.position(), alignment) * alignment;
    var tensors = new LinkedHashMap<String, StoredTensor>();
    for (Announced tensor : announced) {
      StoredTensor stored = stored(file, tensor, dataStart, alignment);
      if (tensors.put(tensor.name(), stored) != null)
        throw file.error("tensor " + tensor.name(), "is listed twice");
    }
    StoredTensor.requireDisjoint(tensors.values());
    return new GgufFile(file, metadata, tensors);
  }

  private static void requireVersion(GgufCursor cursor) {
    if (cursor.int32() != MAGIC)
      throw cursor.error(
          "the first four bytes are not 'GGUF'; a GGUF file or a Hugging Face folder is expected");
    int version = cursor.int32();
    if (version == Integer.reverseBytes(2) || version == Integer.reverseBytes(3))
      throw cursor.error("the file is big-endian; only little-endian GGUF files are supported");
    if (version != 2 && version != 3)
      throw cursor.error("version=" + version + " is not supported; supported are 2 and 3");
  }

  private static int count(GgufCursor cursor, String what) {
    long count = cursor.int64();
    if (count < 0 || count > MOST_ENTRIES)
      throw cursor.error(
          what
              + "="
              + Long.toUnsignedString(count)
              + " is out of range; must be in [0, "
              + MOST_ENTRIES
              + "]");
    return (int) count;
  }

  private static long alignment(GgufMetadata metadata) {
    int alignment = metadata.integer("general.alignment").orElse(32);
    if (alignment < 1 || Integer.bitCount(alignment) != 1)
      throw metadata.wrong("general.alignment", alignment, "a power of two");
    return alignment;
  }

  /// An entry of the table of tensors, not yet checked.
  ///
  /// @param sizes of the dimensions, the contiguous one first
  private record Announced(String name, List<Long> sizes, long type, long offset) {}

  private static Announced announced(GgufCursor cursor) {
    String name = cursor.name();
    long dimensions = cursor.uint32();
    if (dimensions < 1 || dimensions > 4)
      throw cursor.error(
          "tensor " + name + " has " + dimensions + " dimensions; must be in [1, 4]");
    var sizes = new ArrayList<Long>();
    for (int i = 0; i < dimensions; i++) sizes.add(cursor.int64());
    return new Announced(name, sizes, cursor.uint32(), cursor.int64());
  }

  private static StoredTensor stored(
      MappedFile file, Announced tensor, long dataStart, long alignment) {
    String place = "tensor " + tensor.name();
    ElementType type =
        ElementType.ofGgml(tensor.type())
            .orElseThrow(() ->
                file.error(
                    place,
                    "is stored as "
                        + typeName(tensor.type())
                        + "; supported are "
                        + List.of(ElementType.values())));
    int elements = StoredTensor.elements(file, tensor.name(), tensor.sizes());
    List<Integer> shape = tensor.sizes().reversed().stream().map(Math::toIntExact).toList();
    if (tensor.sizes().getFirst() % type.blockElements() != 0)
      throw file.error(
          place, "has rows of " + tensor.sizes().getFirst() + ", not whole blocks of " + type);
    long bytes = type.bytes(elements);
    if (tensor.offset() < 0 || tensor.offset() % alignment != 0)
      throw file.error(
          place,
          "begins at offset "
              + Long.toUnsignedString(tensor.offset())
              + "; a multiple of "
              + alignment
              + " is expected");
    if (dataStart > file.size()
        || tensor.offset() > file.size() - dataStart
        || bytes > file.size() - dataStart - tensor.offset())
      throw file.error(
          place,
          "ends beyond the file's "
              + file.size()
              + " bytes; the file is truncated or damaged, fetch it again");
    return new StoredTensor(file, tensor.name(), shape, type, dataStart + tensor.offset(), bytes);
  }

  private static String typeName(long type) {
    return type < TYPE_NAMES.size() ? TYPE_NAMES.get((int) type) : "type " + type;
  }
}
