/** Floor 5: what a cluster's state means, what may be done about it, and what was decided when. */
@NullMarked
package dev.understudy.failover;

import org.jspecify.annotations.NullMarked;
