package dev.skald.worker.golden;

/** A change of code that no run under way may meet, each at one place of a story. */
enum Mutation {
  ADDED_BEFORE,
  ADDED_AT_THE_TAIL,
  REMOVED,
  RENAMED,
  SWAPPED_WITH_THE_NEXT,
  TOLD_SOMETHING_ELSE,
  GIVEN_ANOTHER_TIME_LIMIT,
  GIVEN_OTHER_RETRIES,
  LOCAL_IF_NORMAL_AND_NORMAL_IF_LOCAL,
  A_TIMER_BEFORE,
  A_SIDE_EFFECT_BEFORE,
  A_VERSION_BEFORE
}
