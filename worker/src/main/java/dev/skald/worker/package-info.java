/** The program that runs sagas: Temporal worker, relay, projectors. Each can be switched off. */
@NullMarked
package dev.skald.worker;

import org.jspecify.annotations.NullMarked;
