package dev.skald.domain.content;

import dev.skald.domain.Ids;

public record ContentId(String value) {

  public ContentId {
    Ids.check("content id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
