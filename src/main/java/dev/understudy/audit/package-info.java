/** Floor 5: what is audited of a cluster, looked at and judged. */
@NullMarked
package dev.understudy.audit;

import org.jspecify.annotations.NullMarked;
