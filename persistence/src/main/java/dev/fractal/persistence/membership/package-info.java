/** Who forms a cluster, who owns a shard and who may write, as the shared database decides it. */
@NullMarked
package dev.fractal.persistence.membership;

import org.jspecify.annotations.NullMarked;
