@NullMarked
package dev.skald.projections.sagas;

import org.jspecify.annotations.NullMarked;
