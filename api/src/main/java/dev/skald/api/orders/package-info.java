/** Orders over REST. */
@NullMarked
package dev.skald.api.orders;

import org.jspecify.annotations.NullMarked;
