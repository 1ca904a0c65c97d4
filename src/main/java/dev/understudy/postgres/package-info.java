/** Floor 3: PostgreSQL: versions, files, SQL, Debian's cluster layout. */
@NullMarked
package dev.understudy.postgres;

import org.jspecify.annotations.NullMarked;
