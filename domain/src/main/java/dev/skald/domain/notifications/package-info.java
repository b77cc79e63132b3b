/** What people were told. */
@NullMarked
package dev.skald.domain.notifications;

import org.jspecify.annotations.NullMarked;
