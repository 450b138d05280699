/** A scripted model: a pure function from request to reply. */
@NullMarked
package dev.fractal.model.playbook;

import org.jspecify.annotations.NullMarked;
