/** Floor 1: Quartz as a durable alarm clock behind callbacks. */
@NullMarked
package dev.understudy.schedule;

import org.jspecify.annotations.NullMarked;
