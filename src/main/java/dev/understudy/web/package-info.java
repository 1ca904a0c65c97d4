/** Floor 7: HTTP. Loaded by {@code serve} alone, so that other commands start quickly. */
@NullMarked
package dev.understudy.web;

import org.jspecify.annotations.NullMarked;
