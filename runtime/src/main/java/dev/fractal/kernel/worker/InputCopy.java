package dev.fractal.kernel.worker;

/**
 * A local copy of an input: units of a fixed width, so that a slice is a place in the file.
 *
 * @param address content address of the text
 * @param file absolute path
 * @param width bytes of a unit: 1 for ISO 8859-1, 2 for UTF-16LE
 * @param length UTF-16 units
 * @param checksum CRC-32C of the file's bytes: it tells damage, and costs a cell nothing to look at
 */
record InputCopy(String address, String file, int width, long length, long checksum) {}
