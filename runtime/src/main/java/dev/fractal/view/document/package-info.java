/**
 * The documents that every way in answers with, as nodes write and clients read them: the names of
 * components are those of fields, in their order, and an empty {@code Optional} is {@code null}.
 */
@NullMarked
package dev.fractal.view.document;

import org.jspecify.annotations.NullMarked;
