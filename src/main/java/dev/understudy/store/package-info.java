/** Floor 1: the SQLite file: one writer connection, a pool of readers, migrations, the lock. */
@NullMarked
package dev.understudy.store;

import org.jspecify.annotations.NullMarked;
