package dev.skald.activities;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What goes wrong at a step of a saga, or at its undo; and when an event comes from outside. */
enum Fault {
  /** It says no, and that stands in the log. An undo that says no leaves no trace. */
  REFUSED,
  /** Each try fails before it has done anything. */
  FAILS_FOR_NOW,
  /** Each try is done, and then fails. */
  FAILS_AFTER_ITS_COMMIT,
  /** No try answers in time; each is done in the end, when nobody waits for it any more. */
  TIMES_OUT,
  /** Each try is done in time, and says so to nobody. */
  TIMES_OUT_AFTER_ITS_COMMIT,
  /** An operator calls the saga off while it is under way, and it is done only then. */
  CALLED_OFF_DURING,
  /** An operator calls the saga off when it is done, but has not said so yet. */
  CALLED_OFF_AFTER_ITS_COMMIT,
  /** It is done, and the worker dies before it says so: it is asked for twice. */
  ANSWER_LOST,
  /** The workflow task is lost when it was about to be asked for. */
  TASK_LOST_BEFORE,
  /** The workflow task is lost when it had answered. */
  TASK_LOST_AFTER,
  /** And the run begins anew with a cancel that came meanwhile. */
  TASK_LOST_AND_CANCELLED,
  /** The worker is killed while it is under way, and it is done only when that is of no use. */
  WORKER_KILLED_DURING,
  /** The worker is killed when it is done, but has not said so yet. */
  WORKER_KILLED_AFTER_ITS_COMMIT,
  /** An event comes before it is waited for. */
  COMES_EARLY,
  /** An event comes while it is waited for. */
  COMES_LATE,
  /** An event comes when its time is over, if people are asked then: else nobody waits for it. */
  COMES_TOO_LATE,
  /** An event does not come in time. */
  NEVER_COMES;

  /** Those that hit one saga only, whatever else its worker does. */
  static final Set<Fault> OF_ONE_SAGA =
      Collections.unmodifiableSet(EnumSet.range(REFUSED, TASK_LOST_AND_CANCELLED));

  /** Those that hit what is waited for. */
  static final Set<Fault> OF_AN_EVENT =
      Collections.unmodifiableSet(
          EnumSet.of(
              COMES_EARLY,
              COMES_LATE,
              COMES_TOO_LATE,
              NEVER_COMES,
              CALLED_OFF_DURING,
              TASK_LOST_BEFORE,
              TASK_LOST_AFTER,
              TASK_LOST_AND_CANCELLED));
}
