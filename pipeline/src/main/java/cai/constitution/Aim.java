package cai.constitution;

/// What a comparison is about.
public enum Aim {
  HARMLESSNESS,
  HELPFULNESS
}
