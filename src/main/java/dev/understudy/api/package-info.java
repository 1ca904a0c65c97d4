/** Floor 6: what the faces ask of the product, and the records that they print. */
@NullMarked
package dev.understudy.api;

import org.jspecify.annotations.NullMarked;
