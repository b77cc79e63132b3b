/** Money from one account to another: all of it, or none. */
@NullMarked
package dev.skald.workflows.accounttransfer;

import org.jspecify.annotations.NullMarked;
