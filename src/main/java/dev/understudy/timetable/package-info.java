/** Floor 5: what happens by schedule: entries, when each is due, and the runs that they start. */
@NullMarked
package dev.understudy.timetable;

import org.jspecify.annotations.NullMarked;
