/// Stage 2 of 9: the prompts.
///
/// In: red-team prompts, look-alikes and helpfulness prompts in the project's layout or in a
/// released one (hh-rlhf, red-team attempts, `messages`, plain text). Out: `prompts.jsonl`, one
/// [PromptItem] a line, and `bad-rows.jsonl`, the rows that could not be read with the reason.
/// Paper: section 3.2.
///
/// Read [PromptsWork] first. `RowLayout` is the port of the layouts; [KnownComparisons] reads pairs
/// of answers whose better one is known; `cai.prompts.fewshots` reads worked examples. Run by `cai
/// run`.
package cai.prompts;
