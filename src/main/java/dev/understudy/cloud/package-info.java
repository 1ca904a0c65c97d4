/** Floor 3: the cloud in which hosts are instances: Amazon EC2. */
@NullMarked
package dev.understudy.cloud;

import org.jspecify.annotations.NullMarked;
