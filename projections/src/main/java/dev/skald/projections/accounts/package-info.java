/** Read models of accounts and of transfers between them. */
@NullMarked
package dev.skald.projections.accounts;

import org.jspecify.annotations.NullMarked;
