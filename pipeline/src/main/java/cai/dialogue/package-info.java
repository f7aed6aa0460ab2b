/// Conversations and how they are written for models: the paper's transcript and chat templates.
package cai.dialogue;
