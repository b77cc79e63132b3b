/** Accounts, done for real: the steps of sagas and the commands of callers. */
@NullMarked
package dev.skald.activities.accounts;

import org.jspecify.annotations.NullMarked;
