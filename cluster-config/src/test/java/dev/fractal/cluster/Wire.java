package dev.fractal.cluster;

/** Messages of tests that go from node to node. */
interface Wire {}
