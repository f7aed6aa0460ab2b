package cai.language;

import cai.dialogue.FormatKind;
import cai.dialogue.TranscriptFormat;
import cai.language.Generation.Completion;
import cai.language.Generation.Ending;
import cai.language.Generation.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a sampled text ends. Small models wander off after a blank line and are often cut off in
/// the middle of a sentence.
///
/// @param stopAtBlankLine whether sampling ends at the first blank line
/// @param wholeSentences whether a text that reached its token limit is cut at its last sentence
///   end, if it has one
public record SampledText(boolean stopAtBlankLine, boolean wholeSentences) {
  /// Before these every answer ends, in whatever format and stage: another turn would begin there.
  private static final List<String> TURNS =
      List.of(TranscriptFormat.HUMAN, TranscriptFormat.ASSISTANT);

  private static final Pattern SENTENCE_END =
      Pattern.compile("[.!?]['\")\\]\u2019\u201d]*(?=\\s|$)");

  // Full stops of other scripts count, too, also if marks of bold and italic text follow them.
  private static final Pattern WHOLE =
      Pattern.compile(
          "[.!?\u2026\u3002\uff01\uff1f\u061f\u0964]['\")\\]*_`\u2019\u201d\u00bb\u300d]*\\z");
  private static final Pattern LIST_ITEM =
      Pattern.compile("\\h*(?:[-*+\u2022\u2013]|\\d{1,3}[.):])\\h.*");

  /// Sampling of answers: these settings with the stops that pairs, rollouts and evaluation share.
  public Sampling ofAnswers(Sampling sampling) {
    return stoppingAt(sampling, TURNS);
  }

  /// Where a text that is sampled in a format ends. In a chat no blank line ends it: the model has
  /// a token to end with, and is trained and evaluated without such a stop.
  public static SampledText in(FormatKind format, boolean stopAtBlankLine, boolean wholeSentences) {
    return new SampledText(stopAtBlankLine && format == FormatKind.TRANSCRIPT, wholeSentences);
  }

  /// What a model does by itself: nothing but another turn ends its answer.
  public static SampledText byItself() {
    return new SampledText(false, false);
  }

  /// Sampling with these stops, and with the blank line as a stop if this object asks for it.
  public Sampling stoppingAt(Sampling sampling, List<String> stops) {
    var all = new ArrayList<String>();
    if (stopAtBlankLine) all.add("\n\n");
    all.addAll(stops);
    return new Sampling(
        sampling.temperature(),
        sampling.topP(),
        sampling.topK(),
        sampling.maxTokens(),
        all,
        sampling.seed());
  }

  /// The text of a completion without white space around it.
  public String read(Completion completion) {
    String text = completion.text().strip();
    return wholeSentences && completion.ending() == Ending.LENGTH ? toLastSentenceEnd(text) : text;
  }

  /// The text of a completion without white space around it, or a refusal if it is empty.
  public Outcome<String> text(Completion completion, String ifNone) {
    String text = read(completion);
    return text.isEmpty() ? new Outcome.Refused<>(ifNone) : new Outcome.Given<>(text);
  }

  /// Whether the model that wrote a completion came to the end of what it was saying. Only after
  /// such a text may a model learn the end-of-text token.
  ///
  /// - The model's own end-of-text token: yes.
  /// - The longest length: no, also where the text is cut back at its last sentence end.
  /// - Before the marker of another turn: yes, because that is how a turn ends in a transcript.
  /// - Before a blank line: in a transcript, where a blank line is all that can be seen of the
  ///   marker behind a turn, yes, if what stands before it is a whole sentence and no item of a
  ///   list. In a chat, no: there the model has a token to end with, and went on instead.
  public boolean ended(Completion completion, FormatKind format) {
    return switch (completion.ending()) {
      case END_OF_TEXT -> true;
      case LENGTH -> false;
      case STOP -> !stopAtBlankLine || format == FormatKind.TRANSCRIPT && isWhole(read(completion));
    };
  }

  /// Whether a text ends with a sentence that stands by itself.
  static boolean isWhole(String text) {
    String lastLine = text.substring(text.lastIndexOf('\n') + 1);
    return WHOLE.matcher(text).find() && !LIST_ITEM.matcher(lastLine).matches();
  }

  static String toLastSentenceEnd(String text) {
    int end = 0;
    Matcher ends = SENTENCE_END.matcher(text);
    while (ends.find()) end = ends.end();
    return end == 0 ? text : text.substring(0, end);
  }
}
