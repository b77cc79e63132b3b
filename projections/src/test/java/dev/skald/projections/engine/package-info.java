@NullMarked
package dev.skald.projections.engine;

import org.jspecify.annotations.NullMarked;
