/// The tensors of model files: where each lies in a mapped file, in which type its numbers are
/// stored, and how they become fp32. Nothing here knows which tensors a model has.
///
/// Read [StoredTensor] first, then [ElementType].
package cai.checkpoint.tensors;
