/// Whole sequences without a cache, for training and scoring: rows end to end, forward and backward
/// by hand, on all lanes.
///
/// ```
/// SequencePasses            frozen layers, layers without gradients, and passes that are recorded
///   SequenceRows            the tokens of all sequences as one list of rows; shared prompts once
///   SequencePass            one pass: its pieces of rows (RowPieces), its memory (Buffers)
///     BlockForward          one block forward; fills a BlockState
///     BlockBackward         one block backward, from its BlockState; adds gradients of weights
///     BlockAttention        attention of both, by sequence and key head
/// RecordedPass              a forward pass that can go backward; Activations says what it keeps
///   HeadLoss                final norm, logits and loss for some rows at a time, and their gradients
/// ```
///
/// Start with [cai.transformer.sequences.SequencePasses].
package cai.transformer.sequences;
