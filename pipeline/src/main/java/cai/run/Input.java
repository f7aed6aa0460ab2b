package cai.run;

/// A record that holds artifacts among its components, so that a stage can have it as one of its
/// own: each of its components is a part of the stage's key.
public interface Input {}
