/** Floor 0: errors, quoting, waiting, JSON. Knows nothing of the product. */
@NullMarked
package dev.understudy.common;

import org.jspecify.annotations.NullMarked;
