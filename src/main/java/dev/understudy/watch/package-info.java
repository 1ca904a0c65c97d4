/** Floor 4: Watching: what is known of each node, how old it is, and why the rest is not known. */
@NullMarked
package dev.understudy.watch;

import org.jspecify.annotations.NullMarked;
