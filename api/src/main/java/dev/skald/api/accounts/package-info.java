/** Accounts over REST. */
@NullMarked
package dev.skald.api.accounts;

import org.jspecify.annotations.NullMarked;
