/** Worker and API in one process, with the servers that they need. */
@NullMarked
package dev.skald.standalone;

import org.jspecify.annotations.NullMarked;
