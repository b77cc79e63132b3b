package dev.skald.workflows.engine;

/** What a saga is declared to be made of: its steps, and whole sagas within it. */
public sealed interface Part permits DeclaredStep, Nested {

  String name();

  static void checkName(String name) {
    if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "'%s' is not a name like 'take-payment': small letters, digits and '-', at most 63"
              .formatted(name));
    }
  }
}
