/** Floor 2: managed machines over SSH: guarded commands, files, detached jobs. */
@NullMarked
package dev.understudy.host;

import org.jspecify.annotations.NullMarked;
