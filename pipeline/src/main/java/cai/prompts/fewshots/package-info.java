/// Few-shot examples: worked examples that stand before a prompt, in the project's YAML files or in
/// the files that the paper's authors released.
///
/// Read [FewShots] first; each record here is one kind of example. The examples that come with the
/// project are in the folder `prompts/few-shots`.
package cai.prompts.fewshots;
