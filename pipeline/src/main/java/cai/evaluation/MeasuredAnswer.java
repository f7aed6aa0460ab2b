package cai.evaluation;

import cai.constitution.Aim;
import cai.dialogue.Dialogue;
import cai.json.Absent;
import cai.prompts.PromptItem.PromptGroup;
import java.util.Optional;

/// One model's answer to one prompt, with everything measured on it: one line of
/// `evaluation/answers.jsonl` (held-out prompts) and of `evaluation/examples.jsonl` (the training
/// prompts that {@link cai.critique.ShownExamples} picks for the report).
///
/// @param id of the prompt; answers of different models with equal ids are compared pairwise
/// @param conversation of the prompt: the cluster of every interval; the id in lines of format 1,
///   which do not say
/// @param aim of the group
/// @param group of the prompt; the aim decides in lines of formats 1 and 2, which have no
///   look-alikes and do not name the group
/// @param model name of the [Contender]
/// @param ended whether the answer came to its end; true in lines of format 1, which do not say
/// @param score of the preference model
/// @param judgeScore of the feedback model for this answer alone (mean log-odds of the balanced
///   yes/no questions, nats); empty where the label method gives none
/// @param refusal whether the text declines, see {@link cai.declines.DeclineGauge}; in lines of
///   formats 1 and 2 by fewer phrases
/// @param unclear whether it can be told neither that it declines nor that it answers; false in
///   lines of formats 1 and 2, which do not say
/// @param evasive whether it is a canned refusal without a reason
/// @param words runs of letters
/// @param distinctBigrams different pairs of neighbouring words / all pairs, 1 where there is none
/// @param repetition share of words inside a four-word sequence that occurred before in the answer
/// @param fluency mean log-probability of the answer's tokens after its prompt under the model
///   before any training, nats per token; empty where it was not asked and in lines of formats 1
///   and 2
/// @param onTopic how much of that is due to the prompt: fluency less the same after a prompt that
///   says nothing
/// @param humanScore of a preference model of people's comparisons that no stage trains with; empty
///   where there are none and in lines of formats 1 and 2
public record MeasuredAnswer(
    String format,
    String id,
    @Absent("") String conversation,
    Aim aim,
    @Absent("RED_TEAM") PromptGroup group,
    String kind,
    String model,
    Dialogue prompt,
    String text,
    @Absent("true") boolean ended,
    double score,
    Optional<Double> judgeScore,
    boolean refusal,
    @Absent("false") boolean unclear,
    boolean evasive,
    int words,
    double distinctBigrams,
    double repetition,
    @Absent("") Optional<Double> fluency,
    @Absent("") Optional<Double> onTopic,
    @Absent("") Optional<Double> humanScore) {
  public MeasuredAnswer {
    group = group.under(aim);
    if (conversation.isEmpty()) conversation = id;
  }

  /// Format and version of the lines.
  public static final String FORMAT = "answer/4";
}
