/// What is known of how an artifact came about: the run's manifest, the record of each stage with
/// its key, hashes of outputs, and the code and machine. Read [cai.provenance.Manifest] and
/// [cai.provenance.StageRecord] first; [cai.run] writes both.
package cai.provenance;
