/// Reading with a cache: many new tokens at once, such as prompts and continuations that are
/// scored.
///
/// ```
/// CachedReading        chooses how lanes split the rows of a pass (RowSplit), calls for each lane
///   CachePass          what is the same in all layers: positions, columns, and spans (PassSpans)
///   CachedLayers       block after block: writes keys and values into the cache, then
///     CachedAttention  attends to the prefix and to the sequence's own columns, and joins the two
/// ```
///
/// Start with [cai.transformer.reading.CachedReading].
package cai.transformer.reading;
