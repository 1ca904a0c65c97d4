/** Floor 4: The step types that workflows are written in. */
@NullMarked
package dev.understudy.steps;

import org.jspecify.annotations.NullMarked;
