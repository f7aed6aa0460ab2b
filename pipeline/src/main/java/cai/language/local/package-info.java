/// The language-model port on our own decoder: requests become token ids, prompts share what they
/// have in common, and results come back as text. No other package of the text side sees tensors.
///
/// ```
/// LocalModel               the files of a model: opens them, loads decoders from them
/// LocalLanguageModel       the port: text in, text out
///   TokenModel             token ids in, token ids out
///     ContinuousBatch      sampling: SequenceInProgress, TokenSampler
///     Scorer               log-probabilities of given continuations: ScoredTree
///     KnownStreams         residual streams of sampled sequences, for PPO and the preference model
///     PrefixShelf          shared prefixes; FinishedSequences: the columns of the last call
/// ```
///
/// Start with [cai.language.local.LocalLanguageModel].
package cai.language.local;
