package dev.skald.domain.accounts;

import dev.skald.domain.Ids;

public record AccountId(String value) {

  public AccountId {
    Ids.check("account id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
