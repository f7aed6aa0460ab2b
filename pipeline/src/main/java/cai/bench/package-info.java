/// How fast the product's own code does fixed workloads, and how near that is to what the machine
/// can do: `cai bench`. Read [cai.bench.Benchmark] first, the list of names; each opens a
/// `OpenBenchmark` that is done in passes, `Measurement` times them, [cai.bench.MachinePeak] is
/// what they are compared with.
///
/// The workload is made by [cai.bench.Workload] of seeded sentences, cut to exact lengths, and can
/// be written for other programs. Nothing here computes by itself what a stage computes: a round of
/// critique and revision, a judging and the steps of the three trainings are calls of the stages'
/// own classes, whose texts have the exact tokens of the workload by `WorkloadTokenizer`.
package cai.bench;
