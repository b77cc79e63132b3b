/** What people were told, to be read. */
@NullMarked
package dev.skald.projections.notifications;

import org.jspecify.annotations.NullMarked;
