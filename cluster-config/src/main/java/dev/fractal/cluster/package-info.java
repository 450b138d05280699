/** How a node finds, joins and leaves its cluster, and holds shards: as the database decides. */
@NullMarked
package dev.fractal.cluster;

import org.jspecify.annotations.NullMarked;
