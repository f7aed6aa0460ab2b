package cai.checkpoint;

import cai.checkpoint.tensors.MappedFile;
import cai.checkpoint.tensors.StoredTensor;
import cai.errors.UserError;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads little-endian values one after another and never beyond the end of the file.
final class GgufCursor {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_STRING = 1 << 26;

  private final MappedFile file;
  private long at;

  GgufCursor(MappedFile file, long at) {
    this.file = file;
    this.at = at;
  }

  long position() {
    return at;
  }

  byte int8() {
    return file.bytes().get(ValueLayout.JAVA_BYTE, advance(1, "a byte"));
  }

  short int16() {
    return file.bytes().get(SHORT, advance(2, "a number"));
  }

  int int32() {
    return file.bytes().get(INT, advance(4, "a number"));
  }

  long uint32() {
    return Integer.toUnsignedLong(int32());
  }

  long int64() {
    return file.bytes().get(LONG, advance(8, "a number"));
  }

  /// A string: its length in bytes, then its bytes in UTF-8.
  String string() {
    long length = length();
    if (length > LONGEST_STRING)
      throw error("string length=" + length + " is out of range; at most " + LONGEST_STRING);
    long start = advance(length, "a string of " + length + " bytes");
    byte[] text = new byte[(int) length];
    ByteBuffer.wrap(text).put(file.bytes().asSlice(start, length).asByteBuffer());
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new UserError(file.path() + ": byte " + start + " is not UTF-8 text", e);
    }
  }

  /// The name of a key or tensor. Because messages repeat names, a name must be short and without
  /// control characters.
  String name() {
    long start = at;
    String name = string();
    if (!StoredTensor.isName(name))
      throw file.error(
          "byte " + start + ":",
          "a name is expected, but what follows is too long or no plain text; the file is damaged,"
              + " fetch it again");
    return name;
  }

  void skipString() {
    long length = length();
    advance(length, "a string of " + length + " bytes");
  }

  private long length() {
    long length = int64();
    if (length < 0)
      throw error(
          "string length="
              + Long.toUnsignedString(length)
              + " is out of range; at most "
              + LONGEST_STRING);
    return length;
  }

  /// Skips bytes and gives the offset of the first one.
  long advance(long bytes, String what) {
    long before = at;
    if (bytes < 0 || bytes > file.size() - at)
      throw error(
          what
              + " is expected, but the file ends at byte "
              + file.size()
              + "; it is truncated or damaged, fetch it again");
    at += bytes;
    return before;
  }

  UserError error(String what) {
    return file.error("byte " + at + ":", what);
  }
}
