/** Telling people, done for real. */
@NullMarked
package dev.skald.activities.notifications;

import org.jspecify.annotations.NullMarked;
