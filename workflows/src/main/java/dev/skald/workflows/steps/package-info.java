/** The contracts of the contexts' steps: commands in, answers out. */
@NullMarked
package dev.skald.workflows.steps;

import org.jspecify.annotations.NullMarked;
