package dev.skald.bench;

/**
 * How a saga is to end: with all its steps done, or with its second refused and its first undone.
 */
enum Ending {
  DONE("done"),
  UNDONE("undone");

  private final String word;

  Ending(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
