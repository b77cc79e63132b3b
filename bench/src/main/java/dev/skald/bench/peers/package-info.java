/** Programs that run the same saga by other means, each in a process of its own. */
@NullMarked
package dev.skald.bench.peers;

import org.jspecify.annotations.NullMarked;
