@NullMarked
package dev.skald.projections;

import org.jspecify.annotations.NullMarked;
