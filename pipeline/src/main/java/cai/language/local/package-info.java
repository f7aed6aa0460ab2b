/// The language-model port on our own decoder: requests become token ids, batches share what their
/// prompts share, and results come back as text. The only text-side package that sees tensors.
///
/// Start with [cai.language.local.LocalLanguageModel].
package cai.language.local;
