/** An order: in stock, paid and on its way, or cancelled with the money back. */
@NullMarked
package dev.skald.workflows.orderprocessing;

import org.jspecify.annotations.NullMarked;
