package dev.skald.domain.content;

public record Title(String value) {

  private static final int MAX = 200;

  public Title {
    if (value.isBlank() || value.length() > MAX) {
      throw new IllegalArgumentException("a title must have 1 to %d characters".formatted(MAX));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
