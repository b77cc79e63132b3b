/** Accounts, and the transfers between them. */
@NullMarked
package dev.skald.domain.accounts;

import org.jspecify.annotations.NullMarked;
