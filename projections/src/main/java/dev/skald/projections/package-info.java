/** Events to read models, and the queries that read them. */
@NullMarked
package dev.skald.projections;

import org.jspecify.annotations.NullMarked;
