/** Floor 6: Builds the object graph, starts and stops it in order. */
@NullMarked
package dev.understudy.service;

import org.jspecify.annotations.NullMarked;
