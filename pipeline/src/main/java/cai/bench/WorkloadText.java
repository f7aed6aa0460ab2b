package cai.bench;

import cai.run.Seeds;
import cai.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Plain sentences from a seeded generator, cut to an exact number of token ids. The words and the
/// sentence patterns are this project's own.
record WorkloadText(Tokenizer tokenizer, Seeds seeds) {
  private static final List<String> WHO =
      List.of(
          "The gardener",
          "A young teacher",
          "My neighbour",
          "The night nurse",
          "An old sailor",
          "The baker's son",
          "A tired driver",
          "The librarian",
          "Our guest",
          "The carpenter");
  private static final List<String> DOES =
      List.of(
          "repairs",
          "carries",
          "sells",
          "forgets",
          "paints",
          "counts",
          "borrows",
          "hides",
          "cleans",
          "describes");
  private static final List<String> WHAT =
      List.of(
          "three wooden boxes",
          "a bicycle without brakes",
          "the letters of last winter",
          "some warm bread",
          "a map of the harbour",
          "two broken clocks",
          "the key to the cellar",
          "a basket of green apples",
          "her sister's violin",
          "a very long list");
  private static final List<String> WHERE =
      List.of(
          "behind the station",
          "on the narrow bridge",
          "in a quiet kitchen",
          "near the market",
          "under the stairs",
          "beside the river",
          "at the edge of the village",
          "in front of the school");
  private static final List<String> WHEN =
      List.of(
          "before sunrise",
          "every second Friday",
          "after the rain",
          "late in autumn",
          "while the others sleep",
          "as soon as the bell rings");
  private static final List<String> WHY =
      List.of(
          "because nobody else has time",
          "although it is not allowed",
          "to keep a promise",
          "since the roof still leaks",
          "without asking for money",
          "so that the children can see it");

  /// The first `count` ids of a text that begins with `opening`.
  ///
  /// @param id names the text and determines it
  int[] ids(String id, String opening, int count) {
    RandomGenerator random = seeds.generator("bench", id);
    var text = new StringBuilder(opening);
    // A word is at least one token, so `count` words are enough.
    for (int words = 0; words < count; ) {
      String sentence = sentence(random);
      words += sentence.split(" ").length;
      if (!text.isEmpty()) text.append(' ');
      text.append(sentence);
    }
    return Arrays.copyOf(tokenizer.encode(text.toString()), count);
  }

  /// `count` ids of a text that ends in `ending`.
  int[] endingIn(String ending, String id, int count) {
    int[] before = ids(id, "", count);
    int[] all = joined(before, tokenizer.encodeContinuation(before, ending));
    return Arrays.copyOfRange(all, all.length - count, all.length);
  }

  /// `count` ids that stay the same when they are decoded and encoded again.
  int[] stable(String id, int count) {
    for (int attempt = 0; ; attempt++) {
      int[] ids = ids(id + "/" + attempt, "", count);
      if (Arrays.equals(tokenizer.encode(tokenizer.decode(ids)), ids)) return ids;
    }
  }

  static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /// One of the given words.
  static String drawn(List<String> words, RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }

  private static String sentence(RandomGenerator random) {
    String who = drawn(WHO, random);
    String act = drawn(DOES, random) + " " + drawn(WHAT, random);
    return switch (random.nextInt(4)) {
      case 0 -> who + " " + act + " " + drawn(WHERE, random) + ".";
      case 1 -> who + " " + act + " " + drawn(WHEN, random) + ", " + drawn(WHY, random) + ".";
      case 2 -> "Is it true that " + lower(who) + " " + act + " " + drawn(WHEN, random) + "?";
      default -> "Then, " + drawn(WHERE, random) + ", " + lower(who) + " " + act + ".";
    };
  }

  private static String lower(String who) {
    return who.substring(0, 1).toLowerCase(Locale.ROOT) + who.substring(1);
  }
}
