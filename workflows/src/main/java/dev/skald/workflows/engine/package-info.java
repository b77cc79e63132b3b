/** What every saga stands on: steps, their undos, the ledger, and the only code that unwinds. */
@NullMarked
package dev.skald.workflows.engine;

import org.jspecify.annotations.NullMarked;
