/** Floor 2: the durable workflow engine. Knows no PostgreSQL and no SSH. */
@NullMarked
package dev.understudy.workflow;

import org.jspecify.annotations.NullMarked;
