/** Workflow files: what they may say, read with the place of every mistake. */
@NullMarked
package dev.understudy.workflow.definition;

import org.jspecify.annotations.NullMarked;
