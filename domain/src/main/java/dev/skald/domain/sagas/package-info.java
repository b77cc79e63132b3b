/** What is recorded of a saga's run: the stream {@code saga-<sagaId>}. */
@NullMarked
package dev.skald.domain.sagas;

import org.jspecify.annotations.NullMarked;
