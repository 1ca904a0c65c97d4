/** Floor 0: the configuration file as records. */
@NullMarked
package dev.understudy.config;

import org.jspecify.annotations.NullMarked;
