/** Floor 6: The records that the command line and the web print. */
@NullMarked
package dev.understudy.api;

import org.jspecify.annotations.NullMarked;
