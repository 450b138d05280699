/** Proofs that the manifests of docs/deploy say what the configuration and the routes say. */
@NullMarked
package dev.fractal.deploy;

import org.jspecify.annotations.NullMarked;
