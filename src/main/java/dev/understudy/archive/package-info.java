/** Floor 3: the repository of WAL and base backups, what is in it and what that is worth. */
@NullMarked
package dev.understudy.archive;

import org.jspecify.annotations.NullMarked;
