/// JMH benchmarks of the leaf operations; `cai bench` measures whole workloads.
package cai.benchmarks;
