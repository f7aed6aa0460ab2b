/// Tensors on LibTorch: the only code that sees the native library.
///
/// Shape legend, used in trailing comments everywhere: `batch` sequences, `time` tokens of a
/// sequence, `rows` tokens of all sequences, `width` of the residual stream, `heads` of queries,
/// `pairs` heads of keys and values, `headWidth`, `vocab`. `// [batch, time, vocab]` follows a
/// field or local.
///
/// Memory has one rule: every [cai.tensor.Tensor] belongs to the innermost [cai.tensor.TensorScope]
/// of its thread and is freed when that closes, unless it was kept.
package cai.tensor;
