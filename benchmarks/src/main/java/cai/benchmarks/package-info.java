/// JMH benchmarks of the leaf operations on the shapes of a model with 135 million parameters; `cai
/// bench` measures whole workloads. `benchmarks/run` runs them, `docs/benchmarks.md` tells how.
///
/// A benchmark of something that only its own package sees lies in a package of that name.
package cai.benchmarks;
