package dev.fractal.protocol.capability;

import java.util.Optional;

/**
 * One entry of a gate: it stands for a set of things (paths, hosts, names). The sets that two rules
 * of a gate stand for have a rule, or nothing, as their intersection.
 */
public sealed interface Rule<R extends Rule<R>> permits PathRule, HostRule, NameRule, ToolRule {
  /** The canonical text: equal exactly for equal rules, and readable by {@code parse}. */
  String text();

  /** Whether this is the rule that the word {@code allow} stands for. */
  boolean isAll();

  /** Whether everything that the other rule admits is admitted by this one. */
  boolean covers(R other);

  /** What both admit. */
  Optional<R> meet(R other);

  /** The part of this rule that one asks for who does not insist on private addresses. */
  R modest();
}
