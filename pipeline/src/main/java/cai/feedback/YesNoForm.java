package cai.feedback;

import cai.language.YesNoQuestions;

/// The form in which yes/no questions about an answer are put.
///
/// @param yesNoFormat as a transcript or as a message
/// @param shots worked examples shown before a question, at most
public record YesNoForm(YesNoQuestions.Format yesNoFormat, int shots) {}
