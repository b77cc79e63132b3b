@NullMarked
package dev.skald.activities.payments;

import org.jspecify.annotations.NullMarked;
