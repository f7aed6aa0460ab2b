/// The key-value cache of sequences in progress: slots, columns and their two layouts, without any
/// arithmetic of a decoder. The packages `reading` and `sampling` write columns and attend to them.
///
/// ```
/// KeyValueCache            slots, lengths, the shared prefix; one LayerColumns for each layer
///   LayerColumns           ColumnRows (row by row, for reading) | KeyBlocks (transposed, for sampling)
///     KeysAndValues        some columns, read or written
///     NewColumns           where new tokens go, worked out once for all layers
///   KeyValueCache.Columns  the columns of a finished sequence, kept outside the cache
/// TokenRun                 new tokens for a slot: a chain, or a tree
/// ```
///
/// Start with [cai.transformer.cache.KeyValueCache].
package cai.transformer.cache;
