/// Files that users name: how their text is read, whatever program wrote it, and what the system's
/// refusals mean in plain words. Read [TextLines] first.
package cai.files;
