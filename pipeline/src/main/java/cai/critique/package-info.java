/// Stage 3 of 9: responses to red-team prompts, their critiques and revisions, and answers to
/// helpful prompts and look-alikes; the data of supervised finetuning.
///
/// In: prompts, few-shot examples, the critique principles of the constitution, the helpful-only
/// model. Out: `revisions.jsonl` ([cai.critique.RevisionChain]), `helpful.jsonl`
/// ([cai.critique.HelpfulSample]), `skipped.jsonl` ([cai.critique.SkippedPrompt]).
///
/// Bai et al. 2022, section 3.1. Read [cai.critique.CritiqueWork] first, then `RevisionRound`.
package cai.critique;
