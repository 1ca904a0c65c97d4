/** Floor 5: From a running primary and bare hosts to hot standbys: plans and runs. */
@NullMarked
package dev.understudy.provision;

import org.jspecify.annotations.NullMarked;
