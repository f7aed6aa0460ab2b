/// How fast the product's own code does fixed workloads, and how near that is to what the machine
/// can do: `cai bench`. Read [cai.bench.Benchmark] first, the list of names; each opens a `Work`
/// that is done in passes, `Measurement` times them, [cai.bench.MachinePeak] is what they are
/// compared with.
///
/// The workload is made by [cai.bench.Workload] of seeded sentences, cut to exact lengths, and can
/// be written for other programs. Nothing here computes by itself what a stage computes: generation
/// and scoring go through the token model, training through the stages' own loops.
package cai.bench;
