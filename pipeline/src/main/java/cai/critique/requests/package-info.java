/// What asks a model for critiques and revisions: as turns of a chat, or in the paper's transcript.
///
/// Read [CritiqueRequests] first. Source: section 3.1 of the paper and the prompts that its authors
/// released.
package cai.critique.requests;
