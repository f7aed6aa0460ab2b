/// JMH benchmarks of the leaf operations on the shapes of a model with 135 million parameters; `cai
/// bench` measures whole workloads. `benchmarks/run` runs them, `docs/benchmarks.md` tells how.
package cai.benchmarks;
