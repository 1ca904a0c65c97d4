/** Floor 1: LSN, timeline, WAL segment names, system identifiers. */
@NullMarked
package dev.understudy.wal;

import org.jspecify.annotations.NullMarked;
