package cai.transformer.cache;

import cai.tensor.Tensor;
import java.util.Optional;

/// Where the keys and values of new tokens go in a cache; the same for all layers.
///
/// @param columns absolute column index of each new token // [rows]
/// @param keys where each number of a key goes, in a cache that stores keys in blocks // [rows *
///   pairs
///   * headWidth]
public record NewColumns(Tensor columns, Optional<Tensor> keys) {}
