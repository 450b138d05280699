package dev.fractal.cli;

import dev.fractal.client.ClusterLauncher;
import dev.fractal.client.NodeLauncher;
import dev.fractal.view.ReaderLauncher;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the verbs start; each is touched by the verbs that need it only.
 *
 * @param models throws with one sentence when a model spec cannot be used
 * @param preview turns a variable's stored form into a short text for people
 */
public record Launchers(
    NodeLauncher nodes,
    ReaderLauncher readers,
    CheckLauncher checks,
    ClusterLauncher clusters,
    Consumer<String> models,
    UnaryOperator<String> preview) {}
